package dev.jbuild.parser.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.sessions.JqwikSession;
import org.jspecify.annotations.Nullable;

/**
 * Tries what the properties are tried with for a while: {@code FuzzMain SECONDS SEED}. An input
 * that breaks a promise, or keeps the processor longer than {@link #PATIENCE}, is written to {@code
 * parser/target/fuzz}.
 */
public final class FuzzMain {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Fuzzer fuzzer;
  private final long end;
  private final AtomicLong tried = new AtomicLong();

  private FuzzMain(Duration time, long seed) {
    this.fuzzer = new Fuzzer(seed);
    this.end = System.nanoTime() + time.toNanos();
  }

  public static void main(String[] words) {
    Duration time = Duration.ofSeconds(Long.parseLong(words[0]));
    long seed = Long.parseLong(words[1]);
    System.out.println("seed " + seed);
    JqwikSession.run(() -> new FuzzMain(time, seed).run());
  }

  /** On this thread, since jqwik knows no other; one more looks after it. */
  private void run() {
    long worker = Thread.currentThread().threadId();
    Thread.ofPlatform().daemon().start(() -> watch(worker));
    try {
      while (System.nanoTime() < end) {
        fuzzer.tryNext();
        tried.incrementAndGet();
      }
    } catch (RuntimeException | AssertionError | StackOverflowError e) {
      report(e.toString(), e);
    }
    System.out.println(tried.get() + " inputs, no failure");
  }

  /** Counts the time of the processor, as a machine that is busy with other things takes longer. */
  private void watch(long worker) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    try {
      long last = -1;
      long start = 0;
      while (true) {
        long now = threads.getThreadCpuTime(worker);
        if (tried.get() != last) {
          last = tried.get();
          start = now;
        } else if (now - start > PATIENCE.toNanos()) {
          report("took longer than " + PATIENCE.toSeconds() + " seconds", null);
        }
        Thread.sleep(1000);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void report(String what, @Nullable Throwable thrown) {
    Path file = Path.of("parser/target/fuzz/input-" + tried.get());
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, fuzzer.input());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    System.err.println("input " + tried.get() + " " + what + "\nwritten to " + file);
    if (thrown != null) {
      thrown.printStackTrace();
    }
    System.exit(1);
  }
}
