package dev.jbuild.maven;

import java.util.Timer;
import java.util.TimerTask;
import org.jspecify.annotations.Nullable;

/** Interrupts a thread when it takes longer than it may. */
final class Deadline implements AutoCloseable {
  private static final long MILLIS = 1000L;

  private final @Nullable Timer timer;
  private volatile boolean passed;

  private Deadline(@Nullable Timer timer) {
    this.timer = timer;
  }

  /**
   * @param seconds 0 for none
   */
  static Deadline ofThisThread(int seconds) {
    if (seconds <= 0) {
      return new Deadline(null);
    }
    Thread thread = Thread.currentThread();
    Timer timer = new Timer("jbuild-deadline", true);
    Deadline deadline = new Deadline(timer);
    timer.schedule(
        new TimerTask() {
          @Override
          public void run() {
            deadline.passed = true;
            thread.interrupt();
          }
        },
        seconds * MILLIS);
    return deadline;
  }

  boolean passed() {
    return passed;
  }

  @Override
  public void close() {
    if (timer != null) {
      timer.cancel();
    }
  }
}
