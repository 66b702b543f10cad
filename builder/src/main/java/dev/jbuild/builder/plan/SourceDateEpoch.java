package dev.jbuild.builder.plan;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildException.Kind;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The latest time that a reproducible build puts anywhere, in seconds since 1970, given as a build
 * argument or as the default of an {@code ARG} before the first FROM
 * (reproducible-builds.org/specs/source-date-epoch).
 */
final class SourceDateEpoch {
  static final String ARGUMENT = "SOURCE_DATE_EPOCH";

  /** Until the year 9999, the last that an image config can hold. */
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");

  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

  private SourceDateEpoch() {}

  /** Null when none is given, or an empty one. */
  static @Nullable Instant of(GlobalScope scope) throws BuildException {
    String given = scope.given(ARGUMENT);
    String value = given != null ? given : scope.value(ARGUMENT);
    if (value == null || value.isEmpty()) {
      return null;
    }
    if (SECONDS.matcher(value).matches()) {
      Instant epoch = Instant.ofEpochSecond(Long.parseLong(value));
      if (!epoch.isAfter(LAST)) {
        return epoch;
      }
    }
    throw new BuildException(
        Kind.USER,
        null,
        "invalid SOURCE_DATE_EPOCH: " + value + ": it is a number of seconds since 1970");
  }
}
