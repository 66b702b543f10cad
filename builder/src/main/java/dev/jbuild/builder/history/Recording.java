package dev.jbuild.builder.history;

import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.Origin;
import dev.jbuild.builder.StepInfo;
import dev.jbuild.builder.explain.LoggedStep;
import dev.jbuild.cache.Store;
import dev.jbuild.cache.action.BuildName;
import dev.jbuild.oci.Digest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Hears what a build does, keeps it, and tells it on. A build whose steps write nothing makes no
 * file here.
 */
public final class Recording implements BuildListener, AutoCloseable {
  private static final int MOST_WARNINGS = 200;

  private final Store store;
  private final BuildListener listener;
  private final long begun = System.nanoTime();
  private final Map<Integer, Duration> starts = new HashMap<>();
  private final List<String> warnings = new ArrayList<>();
  private @Nullable BuildName name;
  private @Nullable OutputWriter output;
  private boolean broken;

  public Recording(Store store, BuildListener listener) {
    this.store = store;
    this.listener = listener;
  }

  /** From now on what steps write is kept, under that name. */
  public synchronized void begin(BuildName value) {
    name = value;
  }

  /** What users were told so far. */
  public synchronized List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** The steps with the times when they were begun. */
  public synchronized List<LoggedStep> dated(List<LoggedStep> steps) {
    return steps.stream()
        .map(step -> step.begunAt(starts.getOrDefault(step.place().number(), Duration.ZERO)))
        .toList();
  }

  private Duration now() {
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  @Override
  public void stepStarted(StepInfo step) {
    synchronized (this) {
      starts.put(step.number(), now());
    }
    listener.stepStarted(step);
  }

  @Override
  public void stepCached(StepInfo step, Digest key) {
    synchronized (this) {
      starts.put(step.number(), now());
    }
    listener.stepCached(step, key);
  }

  @Override
  public void stepOutput(StepInfo step, Stream stream, byte[] bytes) {
    keep(step, stream, bytes);
    listener.stepOutput(step, stream, bytes);
  }

  @Override
  public void layerMade(StepInfo step, long bytes) {
    listener.layerMade(step, bytes);
  }

  @Override
  public void stepFinished(StepInfo step, Duration duration) {
    synchronized (this) {
      // What it took counts from before it was told, as with a wait for another process.
      starts.put(step.number(), now().minus(duration));
    }
    flush();
    listener.stepFinished(step, duration);
  }

  @Override
  public void stepFailed(StepInfo step, String reason) {
    flush();
    listener.stepFailed(step, reason);
  }

  @Override
  public void isolationChosen(String isolation) {
    listener.isolationChosen(isolation);
  }

  @Override
  public void warning(String message, @Nullable Origin origin) {
    synchronized (this) {
      if (warnings.size() < MOST_WARNINGS) {
        warnings.add(message + (origin == null ? "" : " (" + origin + ")"));
      }
    }
    listener.warning(message, origin);
  }

  @Override
  public void transferProgress(String what, Digest blob, long done, long total) {
    listener.transferProgress(what, blob, done, total);
  }

  private synchronized void keep(StepInfo step, Stream stream, byte[] bytes) {
    if (name == null || broken) {
      return;
    }
    try {
      if (output == null) {
        output = new OutputWriter(store.builds().newOutput(name));
      }
      output.write(step.number(), stream, now(), bytes);
    } catch (IOException e) {
      broken(e);
    }
  }

  private synchronized void flush() {
    try {
      if (output != null && !broken) {
        output.flush();
      }
    } catch (IOException e) {
      broken(e);
    }
  }

  private void broken(IOException e) {
    broken = true;
    listener.warning("what the steps write is not kept any more: " + e.getMessage(), null);
  }

  @Override
  public synchronized void close() {
    try {
      if (output != null && !broken) {
        output.close();
      }
    } catch (IOException e) {
      broken(e);
    }
  }
}
