package dev.jbuild.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A user's working place: a home, a build context, a store and the built command. */
final class Bench implements AutoCloseable {
  private final User user;
  private final Path home;

  Bench(User user) {
    this.user = user;
    try {
      // Short, since Unix sockets below it may have paths of at most 107 bytes.
      home = Files.createTempDirectory("jb");
      for (Path each : List.of(home, context(), temporary())) {
        Files.createDirectories(each);
        Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("make a bench", e);
    }
    giveToUser();
  }

  Path home() {
    return home;
  }

  Path store() {
    return home.resolve("store");
  }

  Path context() {
    return home.resolve("context");
  }

  /** The only place for temporary files that the commands are told of. */
  Path temporary() {
    return home.resolve("tmp");
  }

  /** Puts a sample into the context, with the modes that a checkout with umask 022 has. */
  void copySample(String name) {
    Path sample = Checkout.TESTDATA.resolve(name);
    try (Stream<Path> files = Files.walk(sample)) {
      for (Path each : files.toList()) {
        Path copy = context().resolve(sample.relativize(each).toString());
        boolean program = Files.isDirectory(each) || Files.isExecutable(each);
        if (!Files.isDirectory(copy)) {
          Files.copy(each, copy);
        }
        Files.setPosixFilePermissions(
            copy, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("copy sample " + name, e);
    }
    giveToUser();
  }

  /** Writes a file of the context. */
  void write(String name, String content) {
    try {
      Path file = context().resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException("write " + name, e);
    }
    giveToUser();
  }

  Outcome jbuild(String... arguments) {
    return jbuildCommand(arguments).run();
  }

  Command jbuildCommand(String... arguments) {
    List<String> words = new ArrayList<>();
    words.add(user.launcher(home).toString());
    words.addAll(List.of(arguments));
    return userCommand(words);
  }

  /** Commands for bash, where {@code ./jbuild} in the context is the built command. */
  Outcome bash(String script) {
    write("jbuild", "#!/bin/sh\nexec " + user.launcher(home) + " \"$@\"\n");
    assertThat(context().resolve("jbuild").toFile().setExecutable(true, false)).isTrue();
    return userCommand(List.of("bash", "-c", script)).run(Duration.ofMinutes(15));
  }

  private Command userCommand(List<String> words) {
    return command(user.command(home, words))
        .with(
            Map.of(
                "JBUILD_ROOT",
                store().toString(),
                "JBUILD_JAVA_OPTS",
                "-Djava.io.tmpdir=" + temporary()));
  }

  Outcome skopeo(String... arguments) {
    List<String> words = new ArrayList<>(List.of("skopeo", "--insecure-policy"));
    words.addAll(List.of(arguments));
    return command(User.SELF.peerCommand(home, words)).run();
  }

  /** What an image of the store is, by way of an archive of it. */
  ImageFacts savedFacts(String reference) throws IOException {
    Path archive = home.resolve("saved.tar");
    Path directory = Files.createTempDirectory(home, "saved");
    jbuild("save", "-o", archive.toString(), reference).expectSuccess();
    Command.of(directory, "tar", "-xf", archive.toString()).run().expectSuccess();
    return ImageFacts.of(new OciDirectory(directory));
  }

  /** Runs a command in a container made by podman, with storage that goes with the bench. */
  Outcome podmanRun(String... arguments) {
    List<String> words = new ArrayList<>(List.of("podman"));
    for (String place : List.of("root", "runroot", "tmpdir")) {
      words.addAll(List.of("--" + place, home.resolve("podman-" + place).toString()));
    }
    words.addAll(List.of("--storage-driver", "vfs", "--cgroup-manager", "cgroupfs"));
    words.addAll(List.of("--events-backend", "none", "run", "--rm", "--tls-verify=false"));
    words.addAll(List.of("--cgroups", "disabled", "--network", "host"));
    // The defaults are above the hard limits of many a container or virtual machine.
    words.addAll(List.of("--ulimit", "nofile=1024:1024", "--ulimit", "nproc=1000:1000"));
    words.addAll(List.of(arguments));
    return command(user.peerCommand(home, words)).run();
  }

  private Command command(List<String> words) {
    return new Command(words, context(), Map.of("HOME", home.toString()));
  }

  /** Checks that no process still has to do with this bench and that nothing temporary is left. */
  void assertNothingIsLeft() {
    Leftovers.awaitNoProcessOf(home);
    assertThat(Leftovers.mountsBelow(home)).isEmpty();
    assertThat(Leftovers.entries(temporary())).isEmpty();
    assertThat(Leftovers.entries(store().resolve("tmp"))).isEmpty();
    assertThat(Leftovers.entries(store().resolve("containers"))).isEmpty();
  }

  private void giveToUser() {
    if (user == User.UID_1000) {
      Command.of(Path.of("/"), "chown", "-hR", "1000:1000", home.toString()).run().expectSuccess();
    }
  }

  /**
   * Removes the home; a rootless store has files of subordinate ids, which need their namespace.
   */
  @Override
  public void close() {
    List<String> words = new ArrayList<>();
    if (!User.ROOT) {
      words.addAll(List.of("unshare", "--map-root-user", "--map-auto"));
    }
    words.addAll(List.of("rm", "-rf", home.toString()));
    new Command(words, Path.of("/"), Map.of()).run().expectSuccess();
    assertThat(Files.exists(home, LinkOption.NOFOLLOW_LINKS)).isFalse();
  }
}
