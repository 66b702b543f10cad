package dev.jbuild.maven;

import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Maven's {@code project.build.outputTimestamp}: seconds since 1970, or a time in ISO 8601; a text
 * of one character that is no digit, or nothing, stands for none.
 *
 * @see <a href="https://maven.apache.org/guides/mini/guide-reproducible-builds.html">Maven:
 *     reproducible builds</a>
 */
final class OutputTimestamp {
  private OutputTimestamp() {}

  /** Throws IllegalArgumentException for a text that is no time. */
  static Optional<Long> seconds(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return Optional.empty();
    }
    if (text.matches("[0-9]{1,18}")) {
      return Optional.of(Long.parseLong(text));
    }
    if (text.length() == 1) {
      return Optional.empty();
    }
    try {
      return Optional.of(OffsetDateTime.parse(text).toEpochSecond());
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is neither a number of seconds nor a time such as 2026-01-01T00:00:00Z",
          e);
    }
  }
}
