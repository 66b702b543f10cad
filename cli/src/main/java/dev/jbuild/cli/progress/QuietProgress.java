package dev.jbuild.cli.progress;

import dev.jbuild.builder.StepInfo;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Shows nothing but the last output of a step that failed. */
final class QuietProgress implements Progress {
  private static final int KEPT_LINES = 50;

  private final PrintStream out;
  private final Map<Integer, StepLog> running = new HashMap<>();

  QuietProgress(PrintStream out) {
    this.out = out;
  }

  @Override
  public synchronized void stepStarted(StepInfo step) {
    running.put(step.number(), new StepLog(step, Instant.EPOCH, KEPT_LINES));
  }

  @Override
  public synchronized void stepOutput(StepInfo step, Stream stream, byte[] bytes) {
    StepLog log = running.get(step.number());
    if (log != null) {
      log.add(stream, bytes);
    }
  }

  @Override
  public synchronized void stepFinished(StepInfo step, Duration duration) {
    running.remove(step.number());
  }

  @Override
  public synchronized void stepFailed(StepInfo step, String reason) {
    StepLog log = running.remove(step.number());
    if (log != null) {
      log.finish();
      log.tail().forEach(out::println);
    }
    out.println(step.title() + ": " + reason);
  }

  @Override
  public void note(String text) {}

  @Override
  public void close() {
    out.flush();
  }
}
