package dev.jbuild.builder;

import dev.jbuild.oci.Digest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Hears what a build does. Steps run side by side, so the calls come from several threads at once;
 * a slow listener slows the build. For each step that runs: started, then output, then finished or
 * failed; for one that is reused: only cached.
 */
public interface BuildListener {

  /** Hears nothing. */
  BuildListener SILENT = new BuildListener() {};

  /** Which of its two streams a RUN wrote to. */
  enum Stream {
    STDOUT,
    STDERR
  }

  default void stepStarted(StepInfo step) {}

  /** The result was taken from the action cache, under {@code key}. */
  default void stepCached(StepInfo step, Digest key) {}

  /** Raw bytes as the step wrote them; may split lines and characters anywhere. */
  default void stepOutput(StepInfo step, Stream stream, byte[] bytes) {}

  /** The step has made a layer of {@code bytes} bytes as a tar; told just before its end. */
  default void layerMade(StepInfo step, long bytes) {}

  default void stepFinished(StepInfo step, Duration duration) {}

  /** The step ended the build, or was cancelled because another one did. */
  default void stepFailed(StepInfo step, String reason) {}

  /** How RUN steps are isolated; told once, when the first is about to run. */
  default void isolationChosen(String isolation) {}

  /** Something a user should know that does not stop the build. */
  default void warning(String message, @Nullable Origin origin) {}

  /**
   * Bytes of a blob went from or to a registry: {@code done} of {@code total} (-1 when unknown).
   */
  default void transferProgress(String what, Digest blob, long done, long total) {}
}
