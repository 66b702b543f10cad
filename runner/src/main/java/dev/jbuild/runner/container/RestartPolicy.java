package dev.jbuild.runner.container;

import dev.jbuild.executor.RestartSpec;
import java.util.Map;
import java.util.TreeMap;

/**
 * When a container that goes on by itself starts again, in docker's words. Nothing of a container
 * survives the end of the machine, so that {@code always} and {@code unless-stopped} are the same.
 *
 * @param retries of {@code on-failure}, 0 for any number
 */
public record RestartPolicy(String name, int retries) {
  public static final RestartPolicy NO = new RestartPolicy("no", 0);

  public RestartPolicy {
    if (retries < 0) {
      throw new IllegalArgumentException(
          "invalid restart policy: maximum retry count cannot be negative");
    }
  }

  /**
   * Reads {@code no}, {@code on-failure[:N]}, {@code always} or {@code unless-stopped}.
   *
   * @throws IllegalArgumentException naming what is wrong
   */
  public static RestartPolicy parse(String text) {
    int colon = text.indexOf(':');
    String name = colon < 0 ? text : text.substring(0, colon);
    if (colon >= 0 && !name.equals("on-failure")) {
      throw new IllegalArgumentException(
          "invalid restart policy: maximum retry count can only be used with 'on-failure': "
              + text);
    }
    return switch (name) {
      case "", "no" -> NO;
      case "always", "unless-stopped" -> new RestartPolicy(name, 0);
      case "on-failure" -> new RestartPolicy(name, colon < 0 ? 0 : number(text, colon + 1));
      default ->
          throw new IllegalArgumentException(
              "invalid restart policy: it is no, on-failure[:N], always or unless-stopped, not \""
                  + text
                  + "\"");
    };
  }

  private static int number(String text, int start) {
    try {
      return Integer.parseInt(text.substring(start));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "invalid restart policy: the retry count of \"" + text + "\" is no number", e);
    }
  }

  public boolean restarts() {
    return !name.equals("no");
  }

  RestartSpec spec() {
    RestartSpec.When when =
        switch (name) {
          case "no" -> RestartSpec.When.NO;
          case "on-failure" -> RestartSpec.When.ON_FAILURE;
          default -> RestartSpec.When.ALWAYS;
        };
    return new RestartSpec(when, retries);
  }

  Map<String, Object> json() {
    return new TreeMap<>(Map.of("Name", name, "MaximumRetryCount", retries));
  }
}
