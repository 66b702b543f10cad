package dev.jbuild.bench;

import dev.jbuild.parser.Dockerfile;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * Times every input at growing sizes, each with a few repeats, and prints the best: wall clock, and
 * the time of the processor, which a busy machine disturbs less.
 */
public final class WarmTimes {
  private static final int[] SIZES = {100_000, 1 << 20, 10_000_000};
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private WarmTimes() {}

  public static void main(String[] words) {
    for (Input input : Input.values()) {
      for (int size : SIZES) {
        if (size <= 1 << 20 || input == Input.MIXED || input == Input.RUNS) {
          report(input, size);
        }
      }
    }
  }

  private static void report(Input input, int size) {
    byte[] bytes = input.ofSize(size);
    int repeats = Math.max(3, Math.min(100, 20_000_000 / size));
    long wall = Long.MAX_VALUE;
    long processor = Long.MAX_VALUE;
    int found = 0;
    for (int i = 0; i < repeats; i++) {
      long startWall = System.nanoTime();
      long startProcessor = THREADS.getCurrentThreadCpuTime();
      Dockerfile file = Dockerfile.parse(bytes, "Dockerfile");
      processor = Math.min(processor, THREADS.getCurrentThreadCpuTime() - startProcessor);
      wall = Math.min(wall, System.nanoTime() - startWall);
      found += file.stages().size() + file.diagnostics().size();
    }
    System.out.printf(
        "%-14s %8d bytes  wall %8.2f ms  processor %8.2f ms  (%d stages and diagnostics)%n",
        input, size, wall / 1e6, processor / 1e6, found / repeats);
  }
}
