package dev.jbuild.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever ends, and however: no process and no mount of a container stays. */
@Timeout(60)
class LifeCycleTest {
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final ExecIo SILENT =
      ExecIo.of(OutputStream.nullOutputStream(), OutputStream.nullOutputStream());

  @TempDir Path directory;
  private final List<Path> groups = new ArrayList<>();
  private final String marker = "1" + ThreadLocalRandom.current().nextInt(100_000, 999_999);

  @Test
  void exec_whenInterrupted_leavesNothing() throws Exception {
    try (Sandbox sandbox = new Sandbox(directory, Isolation.AUTO);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Sandbox.Output> first = threads.submit(() -> sandbox.sh(sleep()));
      Future<Sandbox.Output> second = threads.submit(() -> sandbox.sh("sleep 1; echo done"));
      awaitSleeper();

      first.cancel(true);

      assertThat(Machine.await(() -> Machine.sleepers(marker).isEmpty())).isLessThan(SOON);
      assertThat(second.get().text()).isEqualTo("done\n");
    }
  }

  @Test
  void exec_whenInterrupted_returnsAfterTheEnd() throws Exception {
    try (Sandbox sandbox = new Sandbox(directory, Isolation.AUTO)) {
      List<Object> seen = new ArrayList<>();
      Thread thread =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      seen.add(sandbox.sh(sleep()));
                    } catch (InterruptedException | IOException e) {
                      seen.add(e);
                      seen.add(Machine.sleepers(marker));
                    }
                  });
      awaitSleeper();
      thread.interrupt();
      thread.join();

      assertThat(seen.getFirst()).isInstanceOf(InterruptedException.class);
      assertThat(seen.getLast()).isEqualTo(List.of());
    }
  }

  @Test
  void handle_signalled_endsTheCommand() throws Exception {
    try (Sandbox sandbox = new Sandbox(directory, Isolation.AUTO);
        ExecHandle handle =
            sandbox.agent.start(
                spec(sandbox, "trap 'exit 7' TERM; " + sleep() + " & wait"), SILENT)) {
      awaitSleeper();
      handle.signal(15);

      assertThat(handle.await().exitCode()).isEqualTo(7);
    }
  }

  @Test
  void exec_whenTheCommandLeavesADaemon_endsAtOnce() throws Exception {
    try (Sandbox sandbox = new Sandbox(directory, Isolation.AUTO)) {
      assertThat(sandbox.sh("(setsid " + sleep() + " &); (sleep 1000 &); echo end").text())
          .isEqualTo("end\n");
      assertThat(Machine.sleepers(marker)).isEmpty();
    }
  }

  @Test
  void agent_whenStartedByAThreadThatEnds_goesOn() throws Exception {
    List<Sandbox> started = new ArrayList<>();
    Thread thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    started.add(new Sandbox(directory, Isolation.AUTO));
                  } catch (IOException e) {
                    throw new IllegalStateException(e);
                  }
                });
    thread.join();
    try (Sandbox sandbox = started.getFirst()) {
      assertThat(sandbox.sh("echo alive").text()).isEqualTo("alive\n");
    }
  }

  @Test
  void close_whileACommandRuns_endsIt() throws Exception {
    Sandbox sandbox = new Sandbox(directory, Isolation.AUTO);
    ExecHandle handle = sandbox.agent.start(spec(sandbox, sleep()), SILENT);
    awaitSleeper();

    sandbox.close();

    assertThat(isGone()).isTrue();
    assertThat(sandbox.state.resolve("run")).isEmptyDirectory();
    assertThatThrownBy(handle::await).isInstanceOf(ExecutorException.class);
    handle.close();
  }

  @Test
  void stub_whenKilled_takesAllWithIt() throws Exception {
    killOne(stub -> stub);
  }

  @Test
  void agent_whenKilled_takesAllWithIt() throws Exception {
    killOne(LifeCycleTest::child);
  }

  @Test
  void handler_whenKilled_takesItsContainerWithIt() throws Exception {
    killOne(stub -> child(child(stub)));
  }

  /** Picks a process of the chain below this JVM. */
  private interface Choice {
    ProcessHandle from(ProcessHandle stub);
  }

  private void killOne(Choice choice) throws Exception {
    List<ProcessHandle> before = ProcessHandle.current().children().toList();
    Sandbox sandbox = new Sandbox(directory, Isolation.AUTO);
    List<ProcessHandle> stubs = new ArrayList<>(ProcessHandle.current().children().toList());
    stubs.removeAll(before);
    ContainerSpec spec = spec(sandbox, "(setsid " + sleep() + " &); " + sleep());
    ExecHandle handle =
        sandbox.agent.start(spec.withProcess(spec.process().withUser("app")), SILENT);
    awaitSleeper();

    assertThat(choice.from(stubs.getFirst()).destroyForcibly()).isTrue();

    assertThat(Machine.await(this::isGone)).isLessThan(SOON);
    assertThatThrownBy(handle::await).isInstanceOf(ExecutorException.class);
    handle.close();
    sandbox.close();
  }

  private static ProcessHandle child(ProcessHandle parent) {
    return parent.children().findFirst().orElseThrow();
  }

  @Test
  void jvm_whenKilled_leavesNothing() throws Exception {
    Path child = directory.resolve("child");
    Process jvm =
        new ProcessBuilder(
                ChildJvm.command(directory, SleepingBuild.class, child.toString(), marker))
            .redirectError(Redirect.INHERIT)
            .start();
    awaitSleeper();
    assertThat(Machine.processesThatMount(child)).isNotEmpty();

    jvm.destroyForcibly();

    assertThat(Machine.await(this::isGone)).isLessThan(SOON);
    Path run = child.resolve("state/run");
    Machine.await(() -> Machine.processesThatMount(child).isEmpty() && names(run).isEmpty());
  }

  @Test
  void start_afterAnAgentWasKilled_sweepsItsDirectory() throws Exception {
    killOne(LifeCycleTest::child);
    Path run = directory.resolve("state/run");
    assertThat(run).isNotEmptyDirectory();

    AgentOptions options =
        new AgentOptions(
            directory.resolve("state"), directory.resolve("native"), Isolation.AUTO, line -> {});
    try (Agent agent = Agent.start(options)) {
      assertThat(agent.probe()).isNotEmpty();
      Machine.await(() -> names(run).size() == 1);
    }
    assertThat(run).isEmptyDirectory();
  }

  private static List<Path> names(Path path) {
    try (Stream<Path> names = Files.list(path)) {
      return names.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String sleep() {
    return "sleep " + marker;
  }

  private void awaitSleeper() throws InterruptedException {
    Machine.await(() -> !Machine.sleepers(marker).isEmpty());
    for (String state : List.of("state", "child/state")) {
      if (Files.exists(directory.resolve(state))) {
        groups.addAll(Machine.controlGroups(directory.resolve(state)));
      }
    }
    boolean root = "root".equals(System.getProperty("user.name"));
    assertThat(groups.isEmpty()).isEqualTo(!root); // others have no groups of their own here
  }

  private boolean isGone() {
    return Machine.sleepers(marker).isEmpty()
        && groups.stream().noneMatch(Files::exists)
        && Machine.processesThatMount(directory.resolve("state/run")).isEmpty();
  }

  private static ContainerSpec spec(Sandbox sandbox, String script) {
    return ContainerSpec.of(List.of(sandbox.base), null, ProcessSpec.of("/bin/sh", "-c", script));
  }
}
