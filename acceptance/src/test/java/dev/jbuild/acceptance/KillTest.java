package dev.jbuild.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.NavigableMap;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * kill -9 at a random moment of a build, many times over, with one store: the next build succeeds
 * and its image is the one that an empty store gives. {@code -Djbuild.kill.seed=N} kills at the
 * same moments again.
 */
@SuppressWarnings("NullAway.Init") // the registry is made before the first test
class KillTest {
  private static final int ROUNDS = 50;
  private static final String STEPS =
      """
      WORKDIR /app
      COPY input.txt ./
      RUN for i in $(seq 100); do cat input.txt >file-$i; done
      RUN rm file-9? && mkdir -p deep/er && mv file-1 deep/er/ && ln deep/er/file-1 deep/linked
      COPY input.txt deep/
      RUN cat file-2 deep/input.txt | sha256sum >sum && chown -R 33:33 deep
      """;

  private static BaseRegistry registry;

  @BeforeAll
  static void startRegistry() throws IOException {
    registry = new BaseRegistry();
  }

  @AfterAll
  static void stopRegistry() {
    registry.close();
  }

  @Test
  @Timeout(value = 20, unit = TimeUnit.MINUTES)
  void build_afterKillsAtRandomMoments_givesTheImageOfAnEmptyStore() throws Exception {
    long seed = Long.getLong("jbuild.kill.seed", System.nanoTime());
    System.out.println("jbuild.kill.seed=" + seed);
    Random random = new Random(seed);
    long whole = timeOfOneBuild();
    int killed = 0;
    try (ExecutorService beside = Executors.newSingleThreadExecutor();
        Bench bench = new Bench(User.SELF)) {
      for (int round = 1; round <= ROUNDS; round++) {
        int current = round;
        Future<Built> expected = beside.submit(() -> fromEmptyStore(current));
        prepare(bench, round);
        killed += killAfter(bench, random.nextLong(whole)) ? 1 : 0;
        assertThat(build(bench)).as("seed %d, round %d", seed, round).isEqualTo(expected.get());
      }
      bench.assertNothingIsLeft();
    }
    assertThat(killed)
        .as("builds that did not end before they were killed")
        .isGreaterThan(ROUNDS / 5);
  }

  /** Different input in each round, so that each build has something to do. */
  private static void prepare(Bench bench, int round) {
    bench.write("Dockerfile", "FROM " + registry.baseName() + "\n" + STEPS);
    bench.write("input.txt", ("round " + round + "\n").repeat(500));
  }

  /** In milliseconds. */
  private static long timeOfOneBuild() {
    try (Bench bench = new Bench(User.SELF)) {
      prepare(bench, 0);
      long start = System.nanoTime();
      bench.jbuild("build", "-t", "app", ".").expectSuccess();
      return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }
  }

  /** Kills the JVM, and nothing else, with SIGKILL; false when the build was done before. */
  private static boolean killAfter(Bench bench, long milliseconds) throws InterruptedException {
    try (Command.Running running = bench.jbuildCommand("build", "-t", "app", ".").start()) {
      if (running.process().waitFor(milliseconds, TimeUnit.MILLISECONDS)) {
        return false;
      }
      running.process().destroyForcibly();
      running.await(Duration.ofSeconds(20));
      return true;
    }
  }

  private static Built fromEmptyStore(int round) throws IOException {
    try (Bench bench = new Bench(User.SELF)) {
      prepare(bench, round);
      return build(bench);
    }
  }

  private record Built(NavigableMap<String, FileFact> files, JsonNode config) {}

  private static Built build(Bench bench) throws IOException {
    bench.jbuild("build", "-t", "app", ".").expectSuccess();
    ImageFacts facts = bench.savedFacts("app");
    return new Built(facts.files(), facts.configWithoutTimes());
  }
}
