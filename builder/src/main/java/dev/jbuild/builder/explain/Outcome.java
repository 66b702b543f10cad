package dev.jbuild.builder.explain;

import java.util.Locale;
import java.util.Optional;

/** What became of a step, or what would. */
public enum Outcome {
  CACHED,
  RAN,
  /** It ended the build. */
  FAILED,
  /** The build ended before it was begun, or while it was running. */
  NOT_DONE,
  /** Planned: it would run whatever the steps above it give. */
  WOULD_RUN,
  /** Planned: it would run unless a step above it, which runs, gives the files of the last time. */
  DEPENDS;

  /** The outcome of that lower-case name. */
  static Optional<Outcome> parse(String name) {
    for (Outcome outcome : values()) {
      if (outcome.toString().equals(name)) {
        return Optional.of(outcome);
      }
    }
    return Optional.empty();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
