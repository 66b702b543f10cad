package dev.jbuild.bench;

import com.sun.management.ThreadMXBean;
import dev.jbuild.parser.Dockerfile;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;

/**
 * What a parse takes of memory, as ratios to the size of the file: all that is allocated on the
 * way, and what the parsed file keeps. Both hardly depend on what else the machine does.
 */
public final class Memory {
  private static final int SIZE = 1 << 20;
  private static final int WARM_UP = 5;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Memory() {}

  public static void main(String[] words) throws InterruptedException {
    for (Input input : Input.values()) {
      report(input);
    }
  }

  private static void report(Input input) throws InterruptedException {
    byte[] bytes = input.ofSize(SIZE);
    for (int i = 0; i < WARM_UP; i++) {
      Dockerfile.parse(bytes, "Dockerfile");
    }
    long usedBefore = used();
    long before = THREADS.getCurrentThreadAllocatedBytes();
    Dockerfile file = Dockerfile.parse(bytes, "Dockerfile");
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    long kept = used() - usedBefore;
    Reference.reachabilityFence(file);
    System.out.printf(
        "%-14s %8d bytes  allocated %6.1f bytes a byte  kept %6.1f bytes a byte%n",
        input, bytes.length, (double) allocated / bytes.length, (double) kept / bytes.length);
  }

  private static long used() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      System.gc();
      Thread.sleep(20);
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
