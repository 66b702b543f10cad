package dev.jbuild.parser.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Fuzzes for a while: {@code FuzzMain SECONDS SEED}. An input that breaks a promise, or takes
 * longer than {@link #PATIENCE}, is written to {@code parser/target/fuzz}.
 */
public final class FuzzMain {
  private static final int LARGEST = 1 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Fuzzer fuzzer;
  private final long end;
  private final AtomicLong tried = new AtomicLong();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  private FuzzMain(Duration time, long seed) {
    this.fuzzer = new Fuzzer(seed, LARGEST);
    this.end = System.nanoTime() + time.toNanos();
  }

  public static void main(String[] words) throws IOException, InterruptedException {
    long seed = Long.parseLong(words[1]);
    System.out.println("seed " + seed);
    System.exit(new FuzzMain(Duration.ofSeconds(Long.parseLong(words[0])), seed).run());
  }

  private int run() throws IOException, InterruptedException {
    Thread worker = Thread.ofPlatform().daemon().start(this::work);
    long last = -1;
    while (!worker.join(PATIENCE)) {
      if (tried.get() == last) {
        return report("took longer than " + PATIENCE.toSeconds() + " seconds", null);
      }
      last = tried.get();
    }
    Throwable thrown = failure.get();
    if (thrown != null) {
      return report(thrown.toString(), thrown);
    }
    System.out.println(tried.get() + " inputs, no failure");
    return 0;
  }

  private void work() {
    try {
      while (System.nanoTime() < end) {
        fuzzer.tryNext();
        tried.incrementAndGet();
      }
    } catch (RuntimeException | AssertionError | StackOverflowError e) {
      failure.set(e);
    }
  }

  private int report(String what, @Nullable Throwable thrown) throws IOException {
    Path directory = Files.createDirectories(Path.of("parser/target/fuzz"));
    Path file = directory.resolve("input-" + tried.get());
    Files.write(file, fuzzer.input());
    System.err.println("input " + tried.get() + " " + what + "\nwritten to " + file);
    if (thrown != null) {
      thrown.printStackTrace();
    }
    return 1;
  }
}
