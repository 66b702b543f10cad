package dev.jbuild.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a command in a Debian finds when it tries to get out, in each kind of isolation. */
class IsolationTest {
  /** Of 60 checks, those that a container with all rights fails at least. */
  private static final int FAIL_WITHOUT_ISOLATION = 25;

  @TempDir Path directory;
  private Path archive;

  @BeforeEach
  void copyArchive() throws Exception {
    archive = Files.copy(DebianBase.archive(), directory.resolve("debian.tar"));
  }

  @Test
  void root_passesEveryCheck_andNoneWithoutIsolation() throws Exception {
    try (Sandbox sandbox = new Sandbox(directory.resolve("root"), Isolation.ROOT);
        IsolationChecks checks = new IsolationChecks(sandbox, archive)) {
      assertThat(IsolationChecks.failures(checks.run(Security.DEFAULT))).isEmpty();
      assertThat(IsolationChecks.failures(checks.run(Security.INSECURE)))
          .hasSizeGreaterThan(FAIL_WITHOUT_ISOLATION);
    }
  }

  /** crun leaves calls that libseccomp does not know to the profile's own answer. */
  private static List<String> expectedFailures(String runtime) {
    return runtime.equals("crun")
        ? List.of("not ok unknown future syscall ENOSYS (not EPERM) -- ")
        : List.of();
  }

  @ParameterizedTest
  @ValueSource(strings = {"runc", "crun"})
  void runtime_ofRoot_failsOnlyWhatIsListed(String runtime) throws Exception {
    try (Sandbox sandbox =
            new Sandbox(directory.resolve("root"), Isolation.ROOT, OciRuntime.find(runtime, null));
        IsolationChecks checks = new IsolationChecks(sandbox, archive)) {
      assertThat(IsolationChecks.failures(checks.run(Security.DEFAULT)))
          .isEqualTo(expectedFailures(runtime));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"runc", "crun"})
  void runtime_ofAnOrdinaryUser_failsOnlyWhatIsListed(String runtime) throws Exception {
    assertThat(IsolationChecks.failures(rootless("rootless-full", OrdinaryUser.RANGE, runtime)))
        .isEqualTo(expectedFailures(runtime));
  }

  @Test
  void rootlessFull_passesEveryCheck() throws Exception {
    List<String> lines = rootless("rootless-full", OrdinaryUser.RANGE);

    assertThat(IsolationChecks.failures(lines)).isEmpty();
  }

  @Test
  void rootlessSingle_passesEveryCheck() throws Exception {
    assertThat(IsolationChecks.failures(rootless("rootless-single", ""))).isEmpty();
  }

  @Test
  void nested_showsTheProcessesOfTheOuterContainer_andNoMore() throws Exception {
    List<String> lines =
        OuterContainer.run(directory, true, IsolationChecks.class, "auto", archive.toString())
            .lines()
            .toList();

    assertThat(lines).contains("isolation nested").hasSize(IsolationChecks.COUNT + 1);
    assertThat(IsolationChecks.failures(lines))
        .satisfiesExactly(
            line -> assertThat(line).contains("host pids invisible"),
            line -> assertThat(line).contains("/proc/self/exe,cwd,root do not point to host"));
  }

  @Test
  void chroot_lacksWhatNeedsMountsAndNamespaces() throws Exception {
    Path base = DebianBase.extract(directory.resolve("chroot/state/debian"), archive);
    try (Sandbox sandbox = new Sandbox(directory.resolve("chroot"), Isolation.CHROOT);
        IsolationChecks checks = new IsolationChecks(base, sandbox)) {
      assertThat(IsolationChecks.failures(checks.run(Security.DEFAULT)))
          .map(line -> line.replaceFirst("not ok ", "").replaceFirst(" -- .*", ""))
          .containsExactly(
              "caps = docker default bounding set",
              "no inheritable/ambient caps",
              "seccomp filter active",
              "/proc/sysrq-trigger read-only",
              "/sys read-only",
              "devpts is a new instance; /dev/ptmx usable",
              "/dev/shm private tmpfs, 1777, 64m",
              "own hostname",
              "IPC namespace empty",
              "/proc/self/exe,cwd,root do not point to host",
              "SIGINT/SIGPIPE default dispositions, no blocked signals",
              "oom_score_adj not negative",
              "resolv.conf & hosts readable, read-only");
    }
  }

  private List<String> rootless(String isolation, String range, String... runtime)
      throws Exception {
    OrdinaryUser user = new OrdinaryUser(Files.createDirectory(directory.resolve(isolation)));
    List<String> arguments = new ArrayList<>(List.of(isolation, archive.toString()));
    arguments.addAll(List.of(runtime));
    List<String> lines =
        user.run(IsolationChecks.class, range, arguments.toArray(String[]::new)).lines().toList();
    assertThat(lines).contains("isolation " + isolation).hasSize(IsolationChecks.COUNT + 1);
    return lines;
  }
}
