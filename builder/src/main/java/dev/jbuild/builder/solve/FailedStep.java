package dev.jbuild.builder.solve;

import java.time.Duration;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A step that ended a build.
 *
 * @param parts of its action key; empty when it failed before that was known
 * @param miss why it was not taken from the cache
 */
public record FailedStep(SortedMap<String, String> parts, Miss miss, Duration duration) {
  /** A step that failed before anything of it was known. */
  public static final FailedStep UNKNOWN =
      new FailedStep(Collections.emptySortedMap(), Miss.NO_RECORD, Duration.ZERO);

  public FailedStep {
    parts = Collections.unmodifiableSortedMap(new TreeMap<>(parts));
  }
}
