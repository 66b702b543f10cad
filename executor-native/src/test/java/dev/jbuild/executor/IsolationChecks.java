package dev.jbuild.executor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs {@code checks.sh}, 60 questions about its own isolation, in a container. */
final class IsolationChecks implements AutoCloseable {
  static final int COUNT = 60;

  private static final String HOSTS = "127.0.0.1\tlocalhost\n";

  private final Sandbox sandbox;
  private final Path base;

  /**
   * @param archive a Debian that the helper's user can read
   */
  IsolationChecks(Sandbox sandbox, Path archive) throws IOException, InterruptedException {
    this(DebianBase.unpack(sandbox, archive), sandbox);
  }

  /**
   * @param base the files of a Debian, below the sandbox's state
   */
  IsolationChecks(Path base, Sandbox sandbox) {
    this.sandbox = sandbox;
    this.base = base;
  }

  /** What each check says, without its number: {@code ok ...} or {@code not ok ... -- why}. */
  List<String> run(Security security) throws IOException, InterruptedException {
    Path script = Files.createTempFile(sandbox.state, "checks", ".sh");
    try (InputStream in = IsolationChecks.class.getResourceAsStream("checks.sh")) {
      Files.write(script, in.readAllBytes());
    }
    ContainerSpec spec =
        ContainerSpec.of(
                List.of(base),
                null,
                ProcessSpec.of("/bin/sh", "/checks.sh")
                    .withEnv(List.of("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin")))
            .withMounts(List.of(MountSpec.bind(script, "/checks.sh", true)))
            .withFiles(
                List.of(FileSpec.of("/etc/hosts", HOSTS), FileSpec.of("/etc/resolv.conf", HOSTS)))
            .withNetwork(
                sandbox.agent.info().isolation() == Isolation.CHROOT
                    ? NetworkMode.HOST
                    : NetworkMode.NONE)
            .withHostname("buildkitsandbox")
            .withConfinement(Confinement.DEFAULT.withSecurity(security));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ExecResult result = sandbox.agent.exec(spec, ExecIo.of(out, out));
    List<String> lines = new ArrayList<>();
    for (String line : out.toString(StandardCharsets.UTF_8).lines().toList()) {
      if (line.startsWith("ok ") || line.startsWith("not ok ")) {
        lines.add(line.replaceFirst("ok [0-9]+ ", "ok "));
      }
    }
    if (result.exitCode() != 0 || lines.size() != COUNT) {
      throw new IOException(result + ": " + out.toString(StandardCharsets.UTF_8));
    }
    return lines;
  }

  private static Sandbox sandbox(String[] args) throws IOException {
    Path home = Path.of(args[0]);
    Isolation isolation = Isolation.parse(args[1]);
    return args.length > 3
        ? new Sandbox(home, isolation, OciRuntime.find(args[3], null))
        : new Sandbox(home, isolation);
  }

  @Override
  public void close() throws IOException {
    sandbox.agent.remove(base);
  }

  static List<String> failures(List<String> lines) {
    return lines.stream().filter(line -> line.startsWith("not ok ")).toList();
  }

  /** Main program as an ordinary user: home directory, isolation, archive and maybe a runtime. */
  @SuppressWarnings("SystemOut") // this program's result is its output
  public static void main(String[] args) throws Exception {
    try (Sandbox sandbox = sandbox(args);
        IsolationChecks checks = new IsolationChecks(sandbox, Path.of(args[2]))) {
      System.out.println("isolation " + sandbox.agent.info().isolation().word());
      checks.run(Security.DEFAULT).forEach(System.out::println);
    }
  }
}
