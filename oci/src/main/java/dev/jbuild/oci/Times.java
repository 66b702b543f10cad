package dev.jbuild.oci;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** RFC 3339 times, the form that the image specification asks for. */
final class Times {
  private Times() {}

  static @Nullable Instant parse(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return null;
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new OciFormatException("not an RFC 3339 time: " + text, e);
    }
  }

  static void put(Map<String, Object> json, String name, @Nullable Instant time) {
    if (time != null) {
      json.put(name, time.toString());
    }
  }
}
