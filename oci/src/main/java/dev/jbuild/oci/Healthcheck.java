package dev.jbuild.oci;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Docker's health check (Docker image spec v1.2, "Healthcheck"): a test whose first word is NONE,
 * CMD or CMD-SHELL, times in nanoseconds and the number of retries; 0 means "not set".
 */
public record Healthcheck(
    List<String> test,
    long intervalNanos,
    long timeoutNanos,
    long startPeriodNanos,
    long startIntervalNanos,
    int retries) {

  public Healthcheck {
    test = List.copyOf(test);
  }

  static @Nullable Healthcheck fromJson(@Nullable Object json) {
    if (json == null) {
      return null;
    }
    JsonObject object = JsonObject.of(json, "Healthcheck");
    return new Healthcheck(
        object.strings("Test"),
        object.number("Interval", 0),
        object.number("Timeout", 0),
        object.number("StartPeriod", 0),
        object.number("StartInterval", 0),
        (int) object.number("Retries", 0));
  }

  Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    if (!test.isEmpty()) {
      json.put("Test", test);
    }
    putNumber(json, "Interval", intervalNanos);
    putNumber(json, "Timeout", timeoutNanos);
    putNumber(json, "StartPeriod", startPeriodNanos);
    putNumber(json, "StartInterval", startIntervalNanos);
    putNumber(json, "Retries", retries);
    return json;
  }

  private static void putNumber(Map<String, Object> json, String name, long value) {
    if (value != 0) {
      json.put(name, value);
    }
  }
}
