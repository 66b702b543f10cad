package dev.jbuild.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Ctrl-C while a step runs. */
@SuppressWarnings("NullAway.Init") // the registry is made before the first test
class InterruptTest {
  private static BaseRegistry registry;

  @BeforeAll
  static void startRegistry() throws IOException {
    registry = new BaseRegistry();
  }

  @AfterAll
  static void stopRegistry() {
    registry.close();
  }

  @ParameterizedTest
  @MethodSource("dev.jbuild.acceptance.User#available")
  void build_whenInterrupted_leavesNoProcessNoMountNoTemporaryFile(User user) {
    try (Bench bench = new Bench(user)) {
      String steps = "RUN echo begun && sleep 300 & sleep 300\n";
      bench.write("Dockerfile", "FROM " + registry.baseName() + "\n" + steps);
      Command build = bench.jbuildCommand("build", "-t", "app", ".").inOwnProcessGroup();
      try (Command.Running running = build.start()) {
        awaitOutput(running, "begun");
        assertThat(Leftovers.processesOf(bench.home()))
            .as("what is looked for afterwards, while it is there")
            .anyMatch(process -> process.contains("jbuild-exec"))
            .anyMatch(process -> process.contains("sleep 300"));
        interruptGroup(running.process().pid());
        running.await(Duration.ofSeconds(20)).expectExit(130);
        bench.assertNothingIsLeft();
      }
      bench.write("Dockerfile", "FROM " + registry.baseName() + "\nRUN echo after\n");
      bench.jbuild("build", "-t", "app", ".").expectSuccess();
      bench.assertNothingIsLeft();
    }
  }

  private static void interruptGroup(long leader) {
    Command.of(Path.of("/"), "kill", "-INT", "--", "-" + leader).run().expectSuccess();
  }

  private static void awaitOutput(Command.Running running, String text) {
    Instant end = Instant.now().plusSeconds(60);
    // The step's text is shown before it runs; its output is a line of its own.
    while (!running.outputSoFar().lines().anyMatch(line -> line.endsWith(text))) {
      assertThat(Instant.now()).as(running.outputSoFar()).isBefore(end);
      assertThat(running.process().isAlive()).as(running.outputSoFar()).isTrue();
      Leftovers.pause();
    }
  }
}
