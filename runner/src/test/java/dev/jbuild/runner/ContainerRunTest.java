package dev.jbuild.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jbuild.executor.Confinement;
import dev.jbuild.executor.Limits;
import dev.jbuild.executor.Rlimit;
import dev.jbuild.oci.ContainerConfig;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Containers of a real root file system, isolated as the machine allows. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
final class ContainerRunTest {
  private BusyboxStore store;

  @SuppressWarnings("NullAway.Init") // set before each test class runs
  ContainerRunTest() {}

  @BeforeAll
  void open(@TempDir Path directory) throws Exception {
    store = new BusyboxStore(directory);
  }

  @AfterAll
  void close() throws Exception {
    store.close();
  }

  private record Ended(int code, String out, String err) {}

  private Ended run(RunRequest request) throws Exception {
    return run(request, null, SignalSource.NONE);
  }

  private Ended run(RunRequest request, @Nullable InputStream in, SignalSource signals)
      throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    RunResult result = store.containers.run(request, new ContainerStreams(in, out, err, signals));
    return new Ended(
        result.exitCode(),
        out.toString(StandardCharsets.UTF_8),
        err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void run_whenLimited_isHeldToIt() throws Exception {
    Confinement limited =
        Confinement.DEFAULT
            .withLimits(Limits.NONE.withMemory(16 << 20))
            .withRlimits(List.of(Rlimit.parse("nofile=99")));
    String script = "ulimit -n; x=0123456789abcdef; while :; do x=$x$x; done";

    RunResult result =
        store.containers.run(
            store.script(script).withConfinement(limited),
            new ContainerStreams(
                null,
                OutputStream.nullOutputStream(),
                OutputStream.nullOutputStream(),
                SignalSource.NONE));

    assertThat(result.exitCode()).isEqualTo(137);
    assertThat(result.message()).contains("ran out of the memory");
    assertThat(run(store.script("ulimit -n").withConfinement(limited)).out()).isEqualTo("99\n");
  }

  @Test
  void run_whenImageSaysHow_startsItsProcess() throws Exception {
    ContainerConfig image =
        ContainerConfig.EMPTY
            .withEntrypoint(List.of("/bin/sh", "-c"))
            .withCmd(List.of("echo $A in $PWD as $(id -un):$(id -Gn) home $HOME; echo oops >&2"))
            .withEnv("A", "hello")
            .withWorkingDir("/srv/app")
            .withUser("web");

    assertThat(run(RunRequest.of(store.image(image))))
        .isEqualTo(new Ended(0, "hello in /srv/app as web:web logs home /var/www\n", "oops\n"));
  }

  @ParameterizedTest
  @CsvSource({"exit 7, 7", "kill -9 $$; exit 3, 3", "nosuchcommand, 127", "/etc/passwd, 126"})
  void run_whenProcessEnds_returnsItsExitCode(String script, int code) throws Exception {
    assertThat(run(store.script(script)).code()).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource({"/no/such, 127", "/etc/passwd, 126", "missing, 127"})
  void run_whenProgramCannotStart_tellsAsDockerDoes(String program, int code) throws Exception {
    RunRequest request =
        store.script("").withProcess(ProcessOptions.NONE.withCommand(List.of(program)));

    OutputStream none = OutputStream.nullOutputStream();
    RunResult result =
        store.containers.run(request, new ContainerStreams(null, none, none, SignalSource.NONE));

    assertThat(result.exitCode()).isEqualTo(code);
    assertThat(result.message()).contains(program);
  }

  @Test
  void run_whenInputIsGiven_passesItOn() throws Exception {
    byte[] input = "line one\nline two".getBytes(StandardCharsets.UTF_8);
    Ended ended =
        run(store.script("cat; echo .end"), new ByteArrayInputStream(input), SignalSource.NONE);

    assertThat(ended.out()).isEqualTo("line one\nline two.end\n");
  }

  @Test
  void run_whenNoInputIsGiven_readsNothing() throws Exception {
    assertThat(run(store.script("cat; echo end")).out()).isEqualTo("end\n");
  }

  @Test
  void run_whenSignalled_passesItOn() throws Exception {
    CountDownLatch ready = new CountDownLatch(1);
    OutputStream out =
        new OutputStream() {
          @Override
          public void write(int each) {
            ready.countDown();
          }
        };
    SignalSource signals =
        receiver ->
            Thread.ofVirtual()
                .start(
                    () -> {
                      try {
                        ready.await();
                        receiver.accept(15);
                      } catch (InterruptedException e) {
                        throw new AssertionError(e);
                      }
                    });
    RunRequest request =
        store.script("trap 'exit 143' TERM; echo ready; while :; do sleep 0.05; done");
    ContainerStreams streams =
        new ContainerStreams(null, out, OutputStream.nullOutputStream(), signals);

    assertThat(store.containers.run(request, streams).exitCode()).isEqualTo(143);
  }

  @Test
  void run_whenASignalComesBeforeTheStart_passesItOn() throws Exception {
    assertThat(run(store.script("sleep 1000"), null, receiver -> receiver.accept(9)).code())
        .isEqualTo(137);
  }

  @Test
  void run_whenThreadIsInterrupted_leavesNoContainer() throws Exception {
    String mark = "97531";
    Thread worker = Thread.currentThread();
    OutputStream interrupting =
        new OutputStream() {
          @Override
          public void write(int each) {
            worker.interrupt();
          }
        };
    ContainerStreams streams =
        new ContainerStreams(null, interrupting, interrupting, SignalSource.NONE);
    RunRequest request = store.script("echo ready; exec sleep " + mark);

    assertThatThrownBy(() -> store.containers.run(request, streams))
        .isInstanceOf(InterruptedException.class);
    assertThat(ProcessHandle.allProcesses().map(each -> each.info().commandLine().orElse("")))
        .noneMatch(line -> line.endsWith("sleep " + mark));
  }

  @Test
  void run_whenFilesAreBound_sharesThem(@TempDir Path directory) throws Exception {
    Path data = Files.createDirectory(directory.resolve("data"));
    Files.writeString(data.resolve("in"), "from the host\n");
    Path made = directory.resolve("made");
    RunRequest request =
        store
            .script("cat /ro/in; echo x > /ro/new || echo refused; echo back > /rw/out")
            .withBinds(List.of(BindMount.parse(data + ":/ro:ro"), BindMount.parse(made + ":/rw")));

    assertThat(run(request).out()).isEqualTo("from the host\nrefused\n");
    assertThat(made.resolve("out")).hasContent("back");
    assertThat(data.resolve("new")).doesNotExist();
  }

  @Test
  void run_whenNetworkIsNone_hasOnlyLoopback() throws Exception {
    Ended ended =
        run(
            store.script(
                "ls /sys/class/net; cat /etc/hostname; hostname; echo $HOSTNAME; cat /etc/hosts"));

    List<String> lines = ended.out().lines().toList();
    assertThat(lines.get(0)).isEqualTo("lo");
    assertThat(lines.get(1))
        .matches("[0-9a-f]{12}")
        .isEqualTo(lines.get(2))
        .isEqualTo(lines.get(3));
    assertThat(lines.get(4)).isEqualTo("127.0.0.1\tlocalhost");
  }

  @Test
  void run_whenNetworkIsTheHosts_hasItsNames() throws Exception {
    Ended ended = run(store.script("cat /etc/hosts; hostname").withNetwork(RunNetwork.HOST));

    assertThat(ended.out())
        .isEqualTo(
            Files.readString(Path.of("/etc/hosts"))
                + Files.readString(Path.of("/proc/sys/kernel/hostname")));
  }

  @Test
  void run_whenItEnds_forgetsWhatWasWritten() throws Exception {
    assertThat(run(store.script("echo x > /bin/new; ls /bin/new")).out()).isEqualTo("/bin/new\n");
    assertThat(run(store.script("ls /bin/new")).code()).isNotZero();
  }

  @Test
  void run_whenTerminalIsAsked_hasOne() throws Exception {
    Ended ended = run(store.script("tty; echo $TERM").withTty(true));

    assertThat(ended.out()).isEqualTo("/dev/pts/0\r\nxterm\r\n");
  }
}
