package dev.jbuild.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Containers that runc and crun run: what a caller sees is the same. */
@Timeout(120)
class RuntimeTest {
  @TempDir Path directory;
  private final String marker = "1" + ThreadLocalRandom.current().nextInt(100_000, 999_999);

  private Sandbox sandbox(String runtime) throws IOException {
    return new Sandbox(directory, Isolation.AUTO, OciRuntime.find(runtime, null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"runc", "crun"})
  void container_ofARuntime_isWhatItWouldBe(String runtime) throws Exception {
    Path shared = Files.createDirectory(directory.resolve("shared"));
    Files.writeString(shared.resolve("f"), "shared");
    Path upper = directory.resolve("state/upper");
    try (Sandbox sandbox = sandbox(runtime)) {
      ContainerSpec spec =
          ContainerSpec.of(
                  List.of(sandbox.base),
                  upper,
                  new ProcessSpec(
                      List.of(
                          "sh",
                          "-c",
                          "echo $A $HOME $PWD; id; hostname; cat /m/f /etc/hosts;"
                              + " echo oops >&2; ulimit -n; exit 3"),
                      List.of("PATH=/bin", "A=b"),
                      "/tmp",
                      "web",
                      false))
              .withHostname("box")
              .withMounts(List.of(MountSpec.bind(shared, "/m", true)))
              .withFiles(List.of(FileSpec.of("/etc/hosts", "\nthe hosts\n")))
              .withConfinement(Confinement.DEFAULT.withRlimits(List.of(Rlimit.parse("nofile=77"))));

      assertThat(sandbox.run(spec).text())
          .isEqualTo(
              """
              b /var/www /tmp
              uid=33(web) gid=33(web) groups=33(web),50(logs)
              box
              shared
              the hosts
              77
              [stderr] oops
              [3]""");
    }
    assertThat(upper).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"runc", "crun"})
  void container_ofARuntime_leavesWhatItWroteAlone(String runtime) throws Exception {
    Path upper = directory.resolve("state/upper");
    try (Sandbox sandbox = sandbox(runtime)) {
      assertThat(
              sandbox
                  .run(
                      ContainerSpec.of(
                          List.of(sandbox.base),
                          upper,
                          ProcessSpec.of("/bin/sh", "-c", "echo new > /tmp/new; umask")))
                  .text())
          .isEqualTo("0022\n");
    }

    assertThat(upper).isDirectoryContaining(path -> path.endsWith("tmp"));
    try (Stream<Path> all = Files.walk(upper)) {
      assertThat(all).hasSize(3);
    }
    assertThat(upper.resolve("tmp/new")).hasContent("new");
  }

  @ParameterizedTest
  @CsvSource({
    "runc, /no/such, 127",
    "runc, missing, 127",
    "runc, /etc/passwd, 126",
    "runc, /etc, 126",
    "crun, /no/such, 127",
    "crun, missing, 127",
    "crun, /etc/passwd, 126",
    "crun, /etc, 126",
  })
  void command_thatCannotBeExecuted_endsWithDockersCode(String runtime, String program, int code)
      throws Exception {
    try (Sandbox sandbox = sandbox(runtime)) {
      Sandbox.Output output =
          sandbox.run(ContainerSpec.of(List.of(sandbox.base), null, ProcessSpec.of(program)));

      assertThat(output.code()).as(output.toString()).isEqualTo(code);
      assertThat(output.result().message()).isNotEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"runc", "crun"})
  void command_thatIsKilled_endsWithItsSignal(String runtime) throws Exception {
    try (Sandbox sandbox = sandbox(runtime);
        ExecHandle handle =
            sandbox.agent.start(
                ContainerSpec.of(
                    List.of(sandbox.base),
                    null,
                    ProcessSpec.of(
                        "/bin/sh", "-c", "trap 'exit 7' TERM; sleep " + marker + " & wait")),
                silent())) {
      Machine.await(() -> !Machine.sleepers(marker).isEmpty());

      handle.signal(15);

      assertThat(handle.await().exitCode()).isEqualTo(7);
      assertThat(sandbox.sh("kill -9 $$; echo on").code()).isNotEqualTo(137);
    }
  }

  private static ExecIo silent() {
    return ExecIo.of(OutputStream.nullOutputStream(), OutputStream.nullOutputStream());
  }

  @ParameterizedTest
  @ValueSource(strings = {"runc", "crun"})
  void container_whenCancelled_leavesNothing(String runtime) throws Exception {
    try (Sandbox sandbox = sandbox(runtime);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Sandbox.Output> running =
          threads.submit(() -> sandbox.sh("(setsid sleep " + marker + " &); sleep " + marker));
      Machine.await(() -> Machine.sleepers(marker).size() == 2);

      running.cancel(true);

      Machine.await(() -> Machine.sleepers(marker).isEmpty());
      assertThat(sandbox.sh("echo next").text()).isEqualTo("next\n");
    }
    assertThat(directory.resolve("state/run")).isEmptyDirectory();
    assertThat(Machine.processesThatMount(directory.resolve("state/run"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"runc", "crun"})
  void container_withALimit_isHeldToIt(String runtime) throws Exception {
    try (Sandbox sandbox = sandbox(runtime)) {
      Sandbox.Output output =
          sandbox.sh(
              "x=0123456789abcdef; while :; do x=$x$x; done",
              spec ->
                  spec.withConfinement(
                      Confinement.DEFAULT.withLimits(Limits.NONE.withMemory(64 << 20))));

      assertThat(output.result().exitCode()).isEqualTo(137);
      assertThat(output.result().outOfMemory()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"runc", "crun"})
  void port_ofARuntimesContainer_isPublished(String runtime) throws Exception {
    try (Sandbox sandbox = sandbox(runtime);
        PortServer server = PortServer.start(sandbox, "peer");
        Socket client = server.connect()) {
      assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo(NetworkMode.ADDRESS + "\n");
    }
  }

  @Test
  void runtime_thatIsNone_saysSo() throws Exception {
    Path program =
        Files.writeString(directory.resolve("runx"), "#!/bin/sh\necho bad >&2\nexit 4\n");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OciRuntime.find(program.toString(), null))
        .withMessageContaining("there is no runtime \"" + program + "\"");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OciRuntime.find("nosuch", "/bin"))
        .withMessageContaining("install the package runc or crun");
  }

  @Test
  void container_thatARuntimeCannotSetUp_fails() throws Exception {
    try (Sandbox sandbox = sandbox("runc")) {
      ContainerSpec onAFile =
          ContainerSpec.of(List.of(sandbox.base), null, ProcessSpec.of("/bin/true"))
              .withMounts(List.of(MountSpec.bind(directory, "/etc/passwd", true)));

      assertThatExceptionOfType(ExecutorException.class)
          .isThrownBy(() -> sandbox.run(onAFile))
          .satisfies(failure -> assertThat(failure.step()).isEqualTo("start runtime"));
    }
  }

  @Test
  void container_ofAnotherProcessor_isRefusedWithTheWayOut() throws Exception {
    try (Sandbox sandbox = sandbox("crun")) {
      ContainerSpec foreign =
          ContainerSpec.of(List.of(sandbox.base), null, ProcessSpec.of("/bin/true"))
              .withEmulator(new Emulator(Path.of("/usr/bin/qemu-aarch64-static"), ":foreign:"));

      assertThatThrownBy(() -> sandbox.run(foreign))
          .hasMessageContaining("leave --runtime out")
          .hasMessageContaining("a machine of that platform");
    }
  }

  @Test
  void isolation_withoutRuntimes_isRefusedWithTheWayOut() throws Exception {
    OciRuntime runc = OciRuntime.find("runc", null);
    try (Sandbox sandbox = new Sandbox(directory.resolve("c"), Isolation.CHROOT, runc)) {
      assertThatThrownBy(() -> sandbox.sh("true"))
          .hasMessageContaining("isolation chroot has no runtimes here")
          .hasMessageContaining("leave --runtime out, or see with jbuild doctor");
    }
  }
}
