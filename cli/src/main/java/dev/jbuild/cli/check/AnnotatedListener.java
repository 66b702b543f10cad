package dev.jbuild.cli.check;

import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.Origin;
import dev.jbuild.builder.StepInfo;
import dev.jbuild.oci.Digest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Passes on what a build tells, and keeps the warnings that have a place in the Dockerfile. */
public final class AnnotatedListener implements BuildListener {

  /** A warning and its place. */
  public record Warned(Origin origin, String message) {}

  private final BuildListener listener;
  private final List<Warned> warnings = new ArrayList<>();

  public AnnotatedListener(BuildListener listener) {
    this.listener = listener;
  }

  /** Those so far. */
  public synchronized List<Warned> warnings() {
    return List.copyOf(warnings);
  }

  @Override
  public void warning(String message, @Nullable Origin origin) {
    if (origin != null) {
      synchronized (this) {
        warnings.add(new Warned(origin, message));
      }
    }
    listener.warning(message, origin);
  }

  @Override
  public void stepStarted(StepInfo step) {
    listener.stepStarted(step);
  }

  @Override
  public void stepCached(StepInfo step, Digest key) {
    listener.stepCached(step, key);
  }

  @Override
  public void stepOutput(StepInfo step, Stream stream, byte[] bytes) {
    listener.stepOutput(step, stream, bytes);
  }

  @Override
  public void layerMade(StepInfo step, long bytes) {
    listener.layerMade(step, bytes);
  }

  @Override
  public void stepFinished(StepInfo step, Duration duration) {
    listener.stepFinished(step, duration);
  }

  @Override
  public void stepFailed(StepInfo step, String reason) {
    listener.stepFailed(step, reason);
  }

  @Override
  public void isolationChosen(String isolation) {
    listener.isolationChosen(isolation);
  }

  @Override
  public void transferProgress(String what, Digest blob, long done, long total) {
    listener.transferProgress(what, blob, done, total);
  }
}
