package dev.jbuild.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Containers that outlive their client, and what remains of them however they end. */
@Timeout(60)
class DetachedTest {
  private static final Duration SOON = Duration.ofSeconds(1);

  @TempDir Path directory;
  private final String marker = "1" + ThreadLocalRandom.current().nextInt(100_000, 999_999);
  private Path state = Path.of("");
  private Path container = Path.of("");
  private ContainerRequest request = ContainerRequest.of(new byte[0]);

  @BeforeEach
  void makeContainer() throws IOException {
    state = Files.createDirectories(directory.resolve("state"));
    container = Files.createDirectories(state.resolve("containers/one"));
    Sandbox.makeBase(state.resolve("base"));
  }

  private void launch(String script, UnaryOperator<ContainerSpec> change, Path... removals)
      throws IOException {
    ContainerSpec spec =
        ContainerSpec.of(
            List.of(state.resolve("base")),
            container.resolve("upper"),
            ProcessSpec.of("/bin/sh", "-c", script));
    request =
        ContainerRequest.of(change.apply(spec), false, List.of(removals), null, RestartSpec.NO);
    launch();
  }

  private void launch() throws IOException {
    AgentOptions options =
        new AgentOptions(
                state, directory.resolve("native"), Isolation.AUTO, line -> {}, Sandbox.override())
            .withContainer(container);
    Agent agent = Agent.start(options);
    assertThat(agent.launch(request)).isEmpty();
    agent.close();
  }

  private void launch(String script) throws IOException {
    launch(script, UnaryOperator.identity());
  }

  private String said(String key) {
    try {
      return Files.readAllLines(container.resolve("state")).stream()
          .filter(line -> line.startsWith(key + "\t"))
          .map(line -> line.substring(key.length() + 1))
          .collect(Collectors.joining());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private RunningContainer running() {
    return new RunningContainer(Path.of(said("socket")), line -> {});
  }

  /** Returns when nothing of the container is there any more. */
  private void await() throws IOException {
    try (FileChannel file =
            FileChannel.open(
                container.resolve("lock"), StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileLock lock = file.lock()) {
      assertThat(lock.isValid()).isTrue();
    }
  }

  private String exec(String user, String... words) throws IOException, InterruptedException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ProcessSpec process =
        ProcessSpec.of(words).withEnv(List.of("PATH=/bin")).withCwd("/tmp").withUser(user);
    try (ExecHandle handle = running().exec(request, process, false, ExecIo.of(out, out))) {
      ExecResult result = handle.await();
      return out.toString(StandardCharsets.UTF_8) + "[" + result.exitCode() + "]";
    }
  }

  /** What is in the records, without their heads. */
  private String log() throws IOException {
    ByteBuffer file =
        ByteBuffer.wrap(Files.readAllBytes(container.resolve("log")))
            .order(ByteOrder.LITTLE_ENDIAN);
    StringBuilder text = new StringBuilder();
    while (file.hasRemaining()) {
      byte[] bytes = new byte[file.getInt(file.position() + 4)];
      file.position(file.position() + 16).get(bytes);
      text.append(new String(bytes, StandardCharsets.UTF_8));
    }
    return text.toString();
  }

  @Test
  void launch_always_goesOnWithoutItsClient() throws Exception {
    launch("echo begun; until [ -e /tmp/go ]; do sleep 0.05; done; echo oops >&2; exit 7");

    assertThat(said("status")).isEqualTo("running");
    assertThat(ProcessHandle.of(Long.parseLong(said("pid")))).isPresent();
    assertThat(exec("web", "sh", "-c", "id -un; pwd")).isEqualTo("web\n/tmp\n[0]");
    String facts = "grep -hE '^(Cap|Seccomp|NoNewPrivs)' /proc/%1$s/status; cat /proc/%1$s/cgroup";
    assertThat(exec("", "sh", "-c", facts.formatted("self")))
        .isEqualTo(exec("", "sh", "-c", facts.formatted("1")))
        .contains("CapBnd:\t00000000a80425fb");
    assertThat(exec("", "touch", "go")).isEqualTo("[0]");
    await();

    assertThat(said("status")).isEqualTo("exited");
    assertThat(said("code")).isEqualTo("7");
    assertThat(Files.readString(container.resolve("lock"))).isEqualTo("7\n");
    assertThat(log()).isEqualTo("begun\noops\n");
    assertThat(container.resolve("upper/tmp/go")).exists();
    assertThat(state.resolve("run")).isEmptyDirectory();
  }

  @Test
  void launch_aSecondTime_keepsFilesAndLog() throws Exception {
    launch("echo x >>/tmp/file; cat /tmp/file");
    await();
    launch();
    await();

    assertThat(Files.readString(container.resolve("upper/tmp/file"))).isEqualTo("x\nx\n");
    assertThat(log()).isEqualTo("x\nx\nx\n");
  }

  @Test
  void launch_whenTheCommandCannotBeExecuted_leavesNoState() {
    assertThatThrownBy(
            () -> launch("", spec -> spec.withProcess(ProcessSpec.of("/no/such").withCwd("/"))))
        .isInstanceOf(NotExecutableException.class)
        .hasMessageContaining("/no/such");
    assertThat(container.resolve("state")).doesNotExist();
  }

  @Test
  void removals_always_goWithTheContainer() throws Exception {
    Path volume = state.resolve("volumes/v");
    Files.createDirectories(volume.resolve("data"));
    launch("true", UnaryOperator.identity(), volume, container);
    Machine.await(() -> Files.notExists(container) && names(state.resolve("run")).isEmpty());

    assertThat(volume).doesNotExist();
  }

  @Test
  void exec_whenTheContainerEnds_endsWithIt() throws Exception {
    launch("sleep " + marker);
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                Machine.await(() -> !Machine.sleepers("77" + marker).isEmpty());
                running().kill(9, true);
              } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });

    assertThat(exec("web", "sleep", "77" + marker)).isEqualTo("[137]");
    await();
    assertThat(said("code")).isEqualTo("137");
  }

  @Test
  void exec_ofWhatDoesNotExist_is127() throws Exception {
    launch("sleep " + marker);

    assertThat(exec("", "nosuch")).isEqualTo("[127]");
    running().kill(9, true);
    await();
    assertThatThrownBy(() -> running().kill(9, true)).isInstanceOf(ExecutorException.class);
  }

  @Test
  void stub_whenKilled_takesAllWithIt() throws Exception {
    killOne(stub -> stub);
  }

  @Test
  void agent_whenKilled_takesAllWithIt() throws Exception {
    killOne(DetachedTest::child);
  }

  @Test
  void handler_whenKilled_takesAllWithIt() throws Exception {
    killOne(stub -> child(child(stub)));
  }

  private static ProcessHandle child(ProcessHandle parent) {
    return parent.children().findFirst().orElseThrow();
  }

  /** The stub is no child of ours any more: it is found by the container's init. */
  private void killOne(UnaryOperator<ProcessHandle> choice) throws Exception {
    launch("(setsid sleep " + marker + " &); sleep " + marker);
    Machine.await(() -> Machine.sleepers(marker).size() == 2);
    List<Path> groups = new ArrayList<>(Machine.controlGroups(state));
    ProcessHandle init = ProcessHandle.of(Long.parseLong(said("pid"))).orElseThrow();
    ProcessHandle stub = init.parent().orElseThrow().parent().orElseThrow().parent().orElseThrow();

    assertThat(choice.apply(stub).destroyForcibly()).isTrue();

    assertThat(
            Machine.await(
                () ->
                    Machine.sleepers(marker).isEmpty()
                        && groups.stream().noneMatch(Files::exists)
                        && Machine.processesThatMount(state.resolve("run")).isEmpty()))
        .isLessThan(SOON);
    await();
    assertThat(said("status")).isEqualTo("running"); // as who finds the lock free can tell
  }

  private static List<Path> names(Path path) {
    try (var names = Files.list(path)) {
      return names.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
