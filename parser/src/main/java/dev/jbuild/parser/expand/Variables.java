package dev.jbuild.parser.expand;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The variables that a word sees. */
@FunctionalInterface
public interface Variables {

  /** The value, or null if the variable is not set. */
  @Nullable String get(String name);

  static Variables of(Map<String, String> values) {
    return values::get;
  }
}
