package dev.jbuild.executor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Uid 1000 with subordinate ids. The user exists only in a mount namespace of its own, where copies
 * of /etc/passwd, /etc/subuid and /etc/subgid are bound over the machine's.
 */
final class OrdinaryUser {
  static final String RANGE = "builder:100000:65536\n";

  private final Path directory;

  /**
   * @param directory for the user's files; all above it must be open to everybody
   */
  OrdinaryUser(Path directory) throws IOException {
    this.directory = directory;
    for (Path each : List.of(directory, directory.toAbsolutePath().getParent())) {
      Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  /**
   * Runs a main program in a JVM of the user.
   *
   * @param range the text of /etc/subuid and /etc/subgid
   * @param arguments after the first, which is the user's home directory
   * @return all that it printed
   */
  String run(Class<?> main, String range, String... arguments)
      throws IOException, InterruptedException {
    return run(script(main, range, arguments));
  }

  /** The same with all that the tests have. The home directory is where temporary files go. */
  String runTests(Class<?> main, String... arguments) throws IOException, InterruptedException {
    Path home = makeHome();
    List<String> java =
        ChildJvm.testCommand(directory, main, withHome(home, arguments).toArray(String[]::new));
    java.add(1, "-Djava.io.tmpdir=" + home);
    return run(script(java, RANGE));
  }

  private static String run(String script) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("unshare", "-m", "sh", "-ec", script).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(5, TimeUnit.MINUTES)) {
      throw new IOException("no end in sight: " + output);
    }
    return output;
  }

  /** What to run in a mount namespace that nobody else sees. */
  String script(Class<?> main, String range, String... arguments) throws IOException {
    List<String> all = withHome(makeHome(), arguments);
    return script(ChildJvm.command(directory, main, all.toArray(String[]::new)), range);
  }

  private Path makeHome() throws IOException {
    Path home = Files.createDirectory(directory.resolve("home"));
    Files.setAttribute(home, "unix:uid", 1000);
    Files.setAttribute(home, "unix:gid", 1000);
    return home;
  }

  private static List<String> withHome(Path home, String... arguments) {
    List<String> all = new ArrayList<>(List.of(home.toString()));
    all.addAll(List.of(arguments));
    return all;
  }

  private String script(List<String> java, String range) throws IOException {
    Files.writeString(
        directory.resolve("passwd"), "root:x:0:0::/root:/bin/sh\nbuilder:x:1000:1000::/:/bin/sh\n");
    Files.writeString(directory.resolve("subuid"), range);
    Files.writeString(directory.resolve("subgid"), range);
    StringBuilder script = new StringBuilder("cd /\n");
    for (String file : List.of("passwd", "subuid", "subgid")) {
      script.append("mount --bind ").append(directory.resolve(file));
      script.append(" /etc/").append(file).append('\n');
    }
    return script
        .append("exec setpriv --reuid 1000 --regid 1000 --clear-groups ")
        .append(String.join(" ", java))
        .toString();
  }
}
