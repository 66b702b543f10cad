package dev.jbuild.builder.image;

import dev.jbuild.builder.BuildException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Runs the transfers of an image side by side; the first failure ends the others. */
public final class SideBySide {
  /** More connections to one registry do not make a transfer faster, and registries throttle. */
  private static final int AT_ONCE = 4;

  private SideBySide() {}

  @FunctionalInterface
  public interface Transfer {
    void run() throws IOException, BuildException, InterruptedException;
  }

  /**
   * Returns when all have ended. A failure is the first one; by then the transfers under way were
   * interrupted and have ended, and those that were waiting have not begun.
   */
  public static void run(List<Transfer> transfers)
      throws IOException, BuildException, InterruptedException {
    try (ExecutorService threads =
        Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().name("transfer-", 0).factory())) {
      CompletionService<Boolean> ended = new ExecutorCompletionService<>(threads);
      for (Transfer transfer : transfers) {
        ended.submit(
            () -> {
              transfer.run();
              return true;
            });
      }
      try {
        for (int i = 0; i < transfers.size(); i++) {
          ended.take().get();
        }
      } catch (ExecutionException e) {
        threads.shutdownNow();
        rethrow(e);
      } catch (InterruptedException e) {
        threads.shutdownNow();
        throw e;
      }
    }
  }

  private static void rethrow(ExecutionException failure)
      throws IOException, BuildException, InterruptedException {
    switch (failure.getCause()) {
      case IOException e -> throw e;
      case BuildException e -> throw e;
      case InterruptedException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case null, default -> throw new IOException(failure);
    }
  }
}
