package dev.jbuild.builder.explain;

import org.jspecify.annotations.Nullable;

/** Why a step ran, or would run. */
public sealed interface Cause {

  /** No earlier build of this context is known. */
  record FirstBuild() implements Cause {}

  /** The last build had no such step. */
  record NewStep() implements Cause {}

  /** The cache was not to be used. */
  record NoCache() implements Cause {}

  /**
   * Nothing changed, but what the step made was removed from the cache: its record or its layer.
   */
  record Evicted(boolean layer) implements Cause {}

  /** The layers of a base image were not in the store. */
  record Fetched() implements Cause {}

  /** The line of the Dockerfile is another. */
  record Line(String before, String after) implements Cause {}

  /** What became of a file. */
  enum Change {
    ADDED,
    CHANGED,
    REMOVED
  }

  /** A file that the step reads; {@code detail} says what else is known, such as modes, or "". */
  record File(Change change, String path, String detail) implements Cause {}

  /** Files that {@code source} selects changed, and the list of those of the last build is gone. */
  record Files(String source) implements Cause {}

  /**
   * A variable that the step sees; a null value is none. {@code argument} tells an ARG from an ENV,
   * {@code secret} that the name asks not to show the values.
   */
  record Variable(
      boolean argument,
      String name,
      @Nullable String before,
      @Nullable String after,
      boolean secret)
      implements Cause {}

  /** The image of a FROM is another than the last time, by digest. */
  record BaseImage(String name, String before, String after) implements Cause {}

  /** The step of that number, which ran or not, gives other files than the last time. */
  record Input(int step, Outcome outcome) implements Cause {}

  /** Something else that the step depends on, by its name in the action key. */
  record Value(String name, @Nullable String before, @Nullable String after) implements Cause {}
}
