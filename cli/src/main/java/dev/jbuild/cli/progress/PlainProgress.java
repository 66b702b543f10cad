package dev.jbuild.cli.progress;

import dev.jbuild.builder.Origin;
import dev.jbuild.builder.StepInfo;
import dev.jbuild.cli.text.Quantity;
import dev.jbuild.oci.Digest;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lines in the order of events, each with the number of its step, as BuildKit's plain progress
 * writes them: for logs and pipes.
 */
final class PlainProgress implements Progress {
  private static final int NO_STEP = -1;

  private final PrintStream out;
  private final InstantSource clock;
  private final Map<Integer, StepLog> running = new HashMap<>();
  private final Set<Digest> transferred = new HashSet<>();
  private int current;

  PlainProgress(PrintStream out, InstantSource clock) {
    this.out = out;
    this.clock = clock;
  }

  @Override
  public synchronized void stepStarted(StepInfo step) {
    running.put(step.number(), new StepLog(step, clock.instant(), 0));
    print(step, step.title());
  }

  @Override
  public synchronized void stepCached(StepInfo step, Digest key) {
    print(step, step.title());
    print(step, "CACHED");
  }

  @Override
  public synchronized void stepOutput(StepInfo step, Stream stream, byte[] bytes) {
    StepLog log = running.get(step.number());
    if (log != null) {
      print(log, log.add(stream, bytes));
    }
  }

  @Override
  public synchronized void stepFinished(StepInfo step, Duration duration) {
    end(step);
    print(step, "DONE " + Quantity.seconds(duration));
  }

  @Override
  public synchronized void stepFailed(StepInfo step, String reason) {
    end(step);
    print(step, "ERROR: " + reason);
  }

  @Override
  public synchronized void isolationChosen(String isolation) {
    out.println("isolation: " + isolation);
  }

  @Override
  public synchronized void warning(String message, @Nullable Origin origin) {
    note("WARNING: " + message + (origin == null ? "" : " (" + origin + ")"));
  }

  @Override
  public synchronized void transferProgress(String what, Digest blob, long done, long total) {
    if (done == total && transferred.add(blob)) {
      note(what + " " + blob.shortHex() + " " + Quantity.size(total));
    }
  }

  @Override
  public synchronized void note(String text) {
    separate(NO_STEP);
    out.println(text);
  }

  @Override
  public void close() {
    out.flush();
  }

  private void end(StepInfo step) {
    StepLog log = running.remove(step.number());
    if (log != null) {
      print(log, log.finish());
    }
  }

  private void print(StepLog log, List<String> lines) {
    Instant now = clock.instant();
    for (String line : lines) {
      double seconds = log.runningSince(now).toMillis() / 1000.0;
      print(log.step(), String.format(Locale.ROOT, "%.3f %s", seconds, line));
    }
  }

  private void print(StepInfo step, String text) {
    separate(step.number());
    out.println("#" + step.number() + " " + text);
  }

  private void separate(int next) {
    if (current != next && current != 0) {
      out.println();
    }
    current = next;
  }
}
