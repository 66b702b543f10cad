package dev.jbuild.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several agents on one state directory, as builds beside each other have them. */
@Timeout(60)
class SharedStateTest {
  private static final ExecIo SILENT =
      ExecIo.of(OutputStream.nullOutputStream(), OutputStream.nullOutputStream());

  @TempDir Path directory;
  private final String marker = "1" + ThreadLocalRandom.current().nextInt(100_000, 999_999);
  private Sandbox first;
  private ExecHandle running;

  @BeforeEach
  void startTheFirst() throws Exception {
    first = new Sandbox(directory, Isolation.AUTO);
    running =
        first.agent.start(
            ContainerSpec.of(
                List.of(first.base),
                null,
                ProcessSpec.of("/bin/sh", "-c", "trap 'exit 7' TERM; sleep " + marker + " & wait")),
            SILENT);
    Machine.await(() -> !Machine.sleepers(marker).isEmpty());
  }

  @AfterEach
  void theFirstIsUnharmed() throws Exception {
    assertThat(Machine.sleepers(marker)).hasSize(1);
    running.signal(15);
    assertThat(running.await().exitCode()).isEqualTo(7);
    running.close();
    first.close();
    assertThat(runs()).isEmpty();
  }

  private Agent another() throws ExecutorException {
    return Agent.start(
        new AgentOptions(first.state, directory.resolve("native"), Isolation.AUTO, first.log::add)
            .withExecutable(Sandbox.override()));
  }

  private Set<Path> runs() {
    try (Stream<Path> names = Files.list(first.state.resolve("run"))) {
      return names.collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void agents_thatComeAndGo_leaveEachOtherAlone() throws Exception {
    for (int i = 0; i < 3; i++) {
      try (Agent second = another();
          Agent third = another()) {
        for (Agent agent : List.of(second, third)) {
          ContainerSpec spec =
              ContainerSpec.of(List.of(first.base), null, ProcessSpec.of("/bin/true"));
          assertThat(agent.exec(spec, SILENT).exitCode()).isZero();
        }
        assertThat(runs()).hasSize(3);
      }
    }
    assertThat(runs()).hasSize(1);
  }

  @Test
  void directory_ofAKilledAgent_isSweptAndNoOther() throws Exception {
    Set<Path> before = runs();
    List<ProcessHandle> others = new ArrayList<>(ProcessHandle.current().children().toList());
    Agent second = another();
    ProcessHandle stub =
        ProcessHandle.current().children().filter(each -> !others.contains(each)).findFirst().get();
    stub.children().findFirst().orElseThrow().destroyForcibly();
    stub.onExit().join();
    assertThat(runs()).hasSize(2).containsAll(before);

    try (Agent third = another()) {
      assertThat(third.probe()).isNotEmpty();
      Machine.await(() -> runs().size() == 2);
      assertThat(runs()).containsAll(before);
    }
    second.close();
  }
}
