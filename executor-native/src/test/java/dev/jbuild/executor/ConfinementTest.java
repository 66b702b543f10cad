package dev.jbuild.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Limits of processes, devices and rights that a container is given beyond the usual. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConfinementTest {
  private static final ExecIo SILENT =
      ExecIo.of(OutputStream.nullOutputStream(), OutputStream.nullOutputStream());

  private Sandbox sandbox;

  @BeforeAll
  void start(@TempDir Path directory) throws IOException {
    sandbox = new Sandbox(directory, Isolation.AUTO);
  }

  @AfterAll
  void stop() throws IOException {
    sandbox.close();
    assertThat(sandbox.log).isEmpty();
  }

  @Test
  void rlimits_whenGiven_areTheCommands() throws Exception {
    assertThat(
            sh(
                "ulimit -Sn; ulimit -Hn; ulimit -c",
                spec ->
                    spec.withRlimits(
                        List.of(Rlimit.parse("nofile=123:456"), Rlimit.parse("core=0")))))
        .isEqualTo("123\n456\n0\n");
  }

  @Test
  void rlimit_inEveryForm_isRead() {
    assertThat(Rlimit.parse("nproc=7")).isEqualTo(new Rlimit(Rlimit.Resource.NPROC, 7, 7));
    assertThat(Rlimit.parse("memlock=1:-1"))
        .isEqualTo(new Rlimit(Rlimit.Resource.MEMLOCK, 1, Rlimit.UNLIMITED));
  }

  @Test
  void rlimit_thatIsWrong_isAnErrorThatSaysWhy() {
    assertThatThrownBy(() -> Rlimit.parse("nofile")).hasMessageContaining("NAME=SOFT[:HARD]");
    assertThatThrownBy(() -> Rlimit.parse("nofile=1:2:3")).hasMessageContaining("NAME=SOFT[:HARD]");
    assertThatThrownBy(() -> Rlimit.parse("nofile=x")).hasMessageContaining("numbers");
    assertThatThrownBy(() -> Rlimit.parse("files=1")).hasMessageContaining("nofile");
    assertThatThrownBy(() -> Rlimit.parse("nofile=-1:5")).hasMessageContaining("above the hard");
  }

  @Test
  void shmSize_whenGiven_isThatOfDevShm() throws Exception {
    String fill = "dd if=/dev/zero of=/dev/shm/x bs=1M count=3 2>/dev/null; stat -c %s /dev/shm/x";

    assertThat(sh(fill, spec -> spec.withShmSize(2 << 20))).isEqualTo("2097152\n");
    assertThat(sh(fill, spec -> spec.withShmSize(8 << 20))).isEqualTo("3145728\n");
  }

  @Test
  void device_whenGiven_isShownAndOpens() throws Exception {
    Confinement zero =
        Confinement.DEFAULT.withDevices(List.of(DeviceSpec.parse("/dev/zero:/dev/x/nought")));

    assertThat(sh("head -c3 /dev/x/nought | wc -c; echo $(ls /dev/x)", spec -> zero))
        .isEqualTo("3\nnought\n");
  }

  @Test
  void device_thatIsNone_isAnErrorThatNamesIt() {
    assertThatThrownBy(() -> sh("true", spec -> device("/etc/passwd")))
        .hasMessageContaining("/etc/passwd of the host is not a device");
    assertThatThrownBy(() -> sh("true", spec -> device("/dev/nothing")))
        .hasMessageContaining("/dev/nothing");
  }

  @Test
  void device_inEveryForm_isRead() {
    assertThat(DeviceSpec.parse("/dev/a"))
        .isEqualTo(new DeviceSpec(Path.of("/dev/a"), "/dev/a", "rwm"));
    assertThat(DeviceSpec.parse("/dev/a:rw"))
        .isEqualTo(new DeviceSpec(Path.of("/dev/a"), "/dev/a", "rw"));
    assertThat(DeviceSpec.parse("/dev/a:/dev/b:r"))
        .isEqualTo(new DeviceSpec(Path.of("/dev/a"), "/dev/b", "r"));
    assertThatThrownBy(() -> DeviceSpec.parse("/dev/a:/dev/b:rx")).hasMessageContaining("r, w");
    assertThatThrownBy(() -> DeviceSpec.parse("/dev/a:x/y")).hasMessageContaining("x/y");
  }

  @Test
  void insecure_always_givesAllRights() throws Exception {
    assertThat(
            sh(
                "mount -t tmpfs x /tmp && echo mounted; mknod /tmp/m c 1 5; mknod /etc/m c 1 5;"
                    + " head -c4 /etc/m | wc -c; echo own > /proc/sys/kernel/hostname; hostname;"
                    + " ls /dev | grep -c loop-control",
                spec -> spec.withSecurity(Security.INSECURE)))
        .isEqualTo("mounted\n4\nown\n1\n");
  }

  @Test
  void insecure_ofAnotherUser_keepsTheCapabilities() throws Exception {
    ProcessSpec process = ProcessSpec.of("/bin/grep", "CapEff", "/proc/self/status");
    ContainerSpec spec =
        ContainerSpec.of(List.of(sandbox.base), null, process.withUser("web"))
            .withConfinement(Confinement.DEFAULT.withSecurity(Security.INSECURE));

    assertThat(sandbox.run(spec).text()).isEqualTo(capabilitiesOfThisProcess());
  }

  @Test
  void memory_whenLimited_endsWhatTakesMore() throws Exception {
    Sandbox.Output output =
        run("dd if=/dev/zero of=/dev/null bs=200M count=1", Limits.NONE.withMemory(64 << 20));

    assertThat(output.code()).isEqualTo(137);
    assertThat(output.result().outOfMemory()).isTrue();
    assertThat(
            run("dd if=/dev/zero of=/dev/null bs=20M count=1", Limits.NONE.withMemory(64 << 20))
                .result()
                .outOfMemory())
        .isFalse();
  }

  @Test
  void processes_whenLimited_cannotBeMore() throws Exception {
    Sandbox.Output output =
        run("for i in $(seq 40); do sleep 60 & done; echo all", Limits.NONE.withPids(20));

    assertThat(output.code()).isNotZero();
    assertThat(output.err()).contains("can't fork");
  }

  @Test
  void limits_areThoseOfTheContainersGroups_andGoWithThem() throws Exception {
    Confinement limited = Confinement.DEFAULT.withLimits(new Limits(64 << 20, 0.2, 100));
    ContainerSpec spec =
        ContainerSpec.of(List.of(sandbox.base), null, ProcessSpec.of("/bin/sleep", "1000"))
            .withConfinement(limited);
    List<Path> groups;
    try (ExecHandle handle = sandbox.agent.start(spec, SILENT)) {
      Machine.await(() -> Machine.controlGroups(sandbox.state).size() >= 3);
      groups = Machine.controlGroups(sandbox.state);
      assertThat(read(groups, "memory.limit_in_bytes", "memory.max")).isEqualTo("67108864");
      assertThat(read(groups, "cpu.cfs_quota_us", "cpu.max")).startsWith("20000");
      assertThat(read(groups, "pids.max")).isEqualTo("100");
      handle.signal(9);
      handle.await();
    }
    assertThat(groups).allSatisfy(group -> assertThat(group).doesNotExist());
  }

  private static String read(List<Path> groups, String... names) throws IOException {
    for (Path group : groups) {
      for (String name : names) {
        if (Files.exists(group.resolve(name))) {
          return Files.readString(group.resolve(name)).strip();
        }
      }
    }
    throw new AssertionError(List.of(names) + " is in none of " + groups);
  }

  private Sandbox.Output run(String script, Limits limits) throws Exception {
    return sandbox.sh(script, spec -> spec.withConfinement(Confinement.DEFAULT.withLimits(limits)));
  }

  private static String capabilitiesOfThisProcess() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("CapEff"))
            .findFirst()
            .orElseThrow()
        + "\n";
  }

  private static Confinement device(String source) {
    return Confinement.DEFAULT.withDevices(List.of(DeviceSpec.parse(source)));
  }

  private String sh(String script, UnaryOperator<Confinement> change) throws Exception {
    return sandbox
        .sh(script, spec -> spec.withConfinement(change.apply(Confinement.DEFAULT)))
        .text();
  }
}
