package dev.jbuild.builder.oracle;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * Random sequences of edits and builds. {@code -Djbuild.oracle.seed=N} begins with another seed,
 * and {@code -Djbuild.oracle.sequences=N} makes more or fewer; a failure tells the seed of its
 * sequence.
 */
class CacheOracleTest {
  private static final long SEED = Long.getLong("jbuild.oracle.seed", 1);
  private static final int SEQUENCES = Integer.getInteger("jbuild.oracle.sequences", 1000);
  private static final int WITH_RUNS = SEQUENCES / 20;

  @Test
  void build_afterRandomEditsOfCopies_isThatOfAnEmptyStoreAndRunsWhatItMust() throws Exception {
    run(SEQUENCES, false);
  }

  @Test
  void build_afterRandomEditsWithRuns_isThatOfAnEmptyStoreAndRunsWhatItMust() throws Exception {
    run(WITH_RUNS, true);
  }

  private static void run(int sequences, boolean runs) throws InterruptedException {
    AtomicLong seed = new AtomicLong(SEED);
    Sequences.run(
        () -> {
          long next = seed.getAndIncrement();
          return next < SEED + sequences ? new Sequences.Seed(next, runs) : null;
        });
  }
}
