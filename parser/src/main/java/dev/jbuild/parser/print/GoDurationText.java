package dev.jbuild.parser.print;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Writes durations such as {@code 1m30s}. */
final class GoDurationText {
  private static final long SECOND = 1_000_000_000L;

  private GoDurationText() {}

  /** The duration, or null for the zero that stands for "not given". */
  static @Nullable String of(Duration duration) {
    if (duration.isZero()) {
      return null;
    }
    long nanoseconds = duration.toNanos();
    if (nanoseconds % SECOND == 0) {
      long seconds = nanoseconds / SECOND;
      long hours = seconds / 3600;
      long minutes = seconds / 60 % 60;
      return part(hours, "h") + part(minutes, "m") + part(seconds % 60, "s");
    }
    if (nanoseconds % 1_000_000 == 0) {
      return nanoseconds / 1_000_000 + "ms";
    }
    return nanoseconds + "ns";
  }

  private static String part(long number, String unit) {
    return number == 0 ? "" : number + unit;
  }
}
