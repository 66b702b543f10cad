package dev.jbuild.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code jbuild watch}, with files that change under it. */
@SuppressWarnings("NullAway.Init") // the registry is made before the first test
class WatchTest {
  private static BaseRegistry registry;
  private final Bench bench = new Bench(User.SELF);

  @BeforeAll
  static void startRegistry() throws Exception {
    registry = new BaseRegistry();
  }

  @AfterAll
  static void stopRegistry() {
    registry.close();
  }

  @AfterEach
  void removeBench() {
    bench.assertNothingIsLeft();
    bench.close();
  }

  @Test
  void watch_whenFilesChange_buildsAndRunsAgainUntilInterrupted() {
    bench.write(
        "Dockerfile",
        "FROM "
            + registry.baseName()
            + "\nCOPY . /app\nCMD [\"sh\", \"-c\", \"cat /app/greeting; exec sleep 1000\"]\n");
    bench.write(".dockerignore", "*.log\nDockerfile\n");
    bench.write("greeting", "first\n");
    Command watch = bench.jbuildCommand("watch", "--run", "-t", "app", "--iidfile", "id", ".");
    try (Command.Running running = watch.inOwnProcessGroup().start()) {
      await(running, lines -> lines.contains("first"));

      bench.write("greeting", "second\n");
      await(running, lines -> lines.contains("second"));

      bench.write("noise.log", "nobody hears\n");
      bench.write("new/deep/file", "x\n");
      await(running, lines -> builds(lines) == 3);
      bench.write("new/deep/other", "y\n");
      await(running, lines -> builds(lines) == 4);

      bench.write("Dockerfile", "FROM\n");
      await(running, lines -> lines.stream().anyMatch(each -> each.contains("parse error")));
      bench.write("Dockerfile", "FROM " + registry.baseName() + "\nCMD [\"echo\", \"third\"]\n");
      await(running, lines -> lines.contains("third"));

      assertThat(running.outputSoFar().lines().filter(each -> each.startsWith("changed: ")))
          .noneMatch(each -> each.contains("noise.log") || each.endsWith(" id"))
          .anyMatch(each -> each.contains("greeting"))
          .anyMatch(each -> each.contains("Dockerfile"));
      interruptGroup(running.process().pid());
      running.await(Duration.ofSeconds(30)).expectExit(130);
    }
    assertThat(bench.jbuild("run", "--rm", "app").expectSuccess().out()).isEqualTo("third\n");
  }

  @Test
  void watch_ofARemoteContext_isAUsageError() {
    assertThat(bench.jbuild("watch", "https://127.0.0.1:1/x.git").expectExit(2).err())
        .contains("a directory of this machine");
  }

  private static long builds(List<String> lines) {
    return lines.stream().filter(each -> each.startsWith("built in ")).count();
  }

  private static void interruptGroup(long leader) {
    Command.of(Path.of("/"), "kill", "-INT", "--", "-" + leader).run().expectSuccess();
  }

  private static void await(Command.Running running, Predicate<List<String>> seen) {
    Instant end = Instant.now().plusSeconds(120);
    while (!seen.test(running.outputSoFar().lines().toList())) {
      assertThat(Instant.now()).as(running.outputSoFar()).isBefore(end);
      assertThat(running.process().isAlive()).as(running.outputSoFar()).isTrue();
      Leftovers.pause();
    }
  }
}
