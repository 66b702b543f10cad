package dev.jbuild.builder.oracle;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs sequences for a while: {@code OracleMain SECONDS SEED}. Ends with 1 when one fails, and
 * tells its seed.
 */
@SuppressWarnings("SystemOut") // this program's result is its output
public final class OracleMain {
  private static final int WITH_RUNS = 20;

  private OracleMain() {}

  public static void main(String[] words) throws Exception {
    long end = System.nanoTime() + Long.parseLong(words[0]) * 1_000_000_000L;
    AtomicLong seed = new AtomicLong(Long.parseLong(words[1]));
    System.out.println("cache oracle, from seed " + seed);
    long first = seed.get();
    try {
      Sequences.run(
          () -> {
            long next = seed.getAndIncrement();
            return System.nanoTime() < end ? new Sequences.Seed(next, next % WITH_RUNS == 0) : null;
          });
    } catch (AssertionError e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
    System.out.println(seed.get() - first + " sequences passed");
  }
}
