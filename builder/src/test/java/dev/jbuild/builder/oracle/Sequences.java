package dev.jbuild.builder.oracle;

import dev.jbuild.builder.BuildException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs sequences on all processors. */
final class Sequences {
  private static final int EDITS = 4;
  private static final Path MEMORY = Path.of("/dev/shm");

  private Sequences() {}

  /** A sequence to run, with RUNs or without. */
  record Seed(long value, boolean runs) {}

  /**
   * Runs what is supplied until that is null.
   *
   * @throws AssertionError when one fails; no other is begun then
   */
  static void run(Supplier<@Nullable Seed> seeds) throws InterruptedException {
    int processors = Runtime.getRuntime().availableProcessors();
    List<Future<?>> workers = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(processors)) {
      for (int i = 0; i < processors; i++) {
        workers.add(threads.submit(() -> work(seeds)));
      }
      try {
        for (Future<?> worker : workers) {
          await(worker);
        }
      } finally {
        threads.shutdownNow();
      }
    }
  }

  private static Void work(Supplier<@Nullable Seed> seeds)
      throws IOException, InterruptedException, BuildException {
    for (Seed seed = seeds.get(); seed != null; seed = seeds.get()) {
      run(seed);
    }
    return null;
  }

  private static void await(Future<?> worker) throws InterruptedException {
    try {
      worker.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AssertionError failure) {
        throw failure;
      }
      throw new AssertionError("a sequence broke off: " + e.getCause(), e.getCause());
    }
  }

  private static void run(Seed seed) throws IOException, InterruptedException, BuildException {
    Path work =
        Files.isWritable(MEMORY)
            ? Files.createTempDirectory(MEMORY, "jbuild-oracle")
            : Files.createTempDirectory("jbuild-oracle");
    try {
      new Sequence(work, seed.value(), seed.runs()).run(EDITS);
    } finally {
      new ProcessBuilder("rm", "-rf", work.toString()).inheritIO().start().waitFor();
    }
  }
}
