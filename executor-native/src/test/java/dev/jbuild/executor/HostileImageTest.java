package dev.jbuild.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images and commands that are made to reach the host; whatever they do, nothing of it changes. */
class HostileImageTest {
  private static final FileSpec HOSTS = FileSpec.of("/etc/hosts", "127.0.0.1 localhost\n");
  private static final FileSpec RESOLVER = FileSpec.of("/etc/resolv.conf", "nameserver 1.1.1.1\n");

  @TempDir Path directory;
  private Sandbox sandbox;
  private Path base;
  private Path outside;

  @BeforeEach
  void start() throws IOException {
    sandbox = new Sandbox(directory, Isolation.AUTO);
    base = sandbox.base;
    outside = Files.createDirectory(directory.resolve("outside"));
  }

  @AfterEach
  void nothingIsOutside() throws IOException {
    sandbox.close();
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void targetsOfFiles_thatAreLinksToTheHost_areMadeInTheImage() throws Exception {
    Files.createSymbolicLink(base.resolve("etc/hosts"), outside.resolve("hosts"));
    Files.createSymbolicLink(
        base.resolve("etc/resolv.conf"), Path.of("../../../../../.." + outside + "/resolver"));

    assertThat(bound("cat /etc/hosts /etc/resolv.conf"))
        .isEqualTo("127.0.0.1 localhost\nnameserver 1.1.1.1\n");
  }

  @Test
  void directoryOfTargets_thatIsALinkToTheHost_isMadeInTheImage() throws Exception {
    try (Stream<Path> files = Files.walk(base.resolve("etc"))) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    Files.createSymbolicLink(base.resolve("etc"), outside);

    assertThat(bound("cat /etc/hosts")).isEqualTo("127.0.0.1 localhost\n");
  }

  @Test
  void mountTargets_thatAreLinksToTheHost_areMadeInTheImage() throws Exception {
    Path source = Files.createDirectory(directory.resolve("source"));
    Files.createSymbolicLink(base.resolve("data"), outside.resolve("data"));

    assertThat(
            sandbox
                .sh(
                    "touch /data/f; ls /data",
                    spec -> spec.withMounts(List.of(MountSpec.bind(source, "/data", false))))
                .text())
        .isEqualTo("f\n");
  }

  @Test
  void kernelFiles_stayHiddenBehindAFalseNull() throws Exception {
    Path file = Files.writeString(directory.resolve("victim"), "host");
    for (String null0 : List.of("link", "file")) {
      Files.createDirectories(base.resolve("dev"));
      Files.deleteIfExists(base.resolve("dev/null"));
      if (null0.equals("link")) {
        Files.createSymbolicLink(base.resolve("dev/null"), file);
      } else {
        Files.writeString(base.resolve("dev/null"), "false");
      }
      assertThat(
              sandbox
                  .sh(
                      "echo x > /proc/interrupts; cat /proc/interrupts /dev/null | wc -c; stat -c %F /dev/null")
                  .text())
          .isEqualTo("0\ncharacter special file\n");
    }
    assertThat(file).hasContent("host");
  }

  @Test
  void programOfTheHelper_isNotWithinReach() throws Exception {
    Path program = NativeProgram.unpack(directory.resolve("native"));
    byte[] before = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(program));

    sandbox.sh("(echo x > /proc/1/exe); (echo x > /proc/self/exe)");
    sandbox.run(ContainerSpec.of(List.of(base), null, ProcessSpec.of("/proc/self/exe", "agent")));

    assertThat(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(program)))
        .isEqualTo(before);
  }

  @Test
  void workingDirectories_ofEveryDescriptor_areNeverTheHosts() throws Exception {
    for (int fd = 3; fd <= 30; fd++) {
      ProcessSpec list = ProcessSpec.of("ls", "/proc/self/cwd/").withCwd("/proc/self/fd/" + fd);
      try {
        assertThat(sandbox.run(ContainerSpec.of(List.of(base), null, list)).out())
            .doesNotContain("native", "home");
      } catch (ExecutorException e) {
        assertThat(e).hasMessageContaining("working directory");
      }
    }
  }

  @Test
  void whatFillsMemoryAndDisk_isGoneAfterwards() throws Exception {
    sandbox.sh(
        "dd if=/dev/zero of=/dev/shm/x bs=1M count=100; for i in $(seq 500); do : > /tmp/$i; done");

    assertThat(sandbox.sh("ls /tmp /dev/shm | wc -l").text()).isEqualTo("3\n");
  }

  @Test
  void forkBomb_withALimit_ends() throws Exception {
    // The kernel holds root to no number of processes of its own; others have no groups here.
    Confinement limited =
        sandbox.agent.info().isolation() == Isolation.ROOT
            ? Confinement.DEFAULT.withLimits(Limits.NONE.withPids(64))
            : Confinement.DEFAULT.withRlimits(List.of(Rlimit.parse("nproc=64")));

    Sandbox.Output output =
        sandbox.sh("b() { b | b & }; b; sleep 0.2; exit 0", spec -> spec.withConfinement(limited));

    assertThat(output.err()).contains("can't fork");
    assertThat(sandbox.sh("echo alive").text()).isEqualTo("alive\n");
  }

  private String bound(String script) throws Exception {
    return sandbox.sh(script, spec -> spec.withFiles(List.of(HOSTS, RESOLVER))).text();
  }
}
