package dev.jbuild.cli.template;

import dev.jbuild.oci.json.Json;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How Go's templates show, test and compare what JSON can say. */
final class Values {
  private Values() {}

  static String shown(@Nullable Object value) {
    return switch (value) {
      case null -> "<nil>";
      case List<?> list ->
          list.stream().map(Values::shown).collect(Collectors.joining(" ", "[", "]"));
      case Map<?, ?> map ->
          sorted(map).entrySet().stream()
              .map(entry -> entry.getKey() + ":" + shown(entry.getValue()))
              .collect(Collectors.joining(" ", "map[", "]"));
      default -> value.toString();
    };
  }

  static SortedMap<String, @Nullable Object> sorted(Map<?, ?> map) {
    SortedMap<String, @Nullable Object> sorted = new TreeMap<>();
    map.forEach((name, value) -> sorted.put(String.valueOf(name), value));
    return sorted;
  }

  static String json(@Nullable Object value) {
    return new String(Json.write(value), StandardCharsets.UTF_8);
  }

  static boolean isTrue(@Nullable Object value) {
    return switch (value) {
      case null -> false;
      case Boolean truth -> truth;
      case Number number -> number.doubleValue() != 0;
      case CharSequence text -> !text.isEmpty();
      case Collection<?> values -> !values.isEmpty();
      case Map<?, ?> map -> !map.isEmpty();
      default -> true;
    };
  }

  static boolean areEqual(@Nullable Object one, @Nullable Object other) {
    if (one == null || other == null) {
      return one == other;
    }
    if (one instanceof Number && other instanceof Number) {
      return compare(one, other) == 0;
    }
    if (one.getClass() != other.getClass()) {
      throw new IllegalArgumentException(
          shown(one) + " and " + shown(other) + " are of two kinds and cannot be compared");
    }
    return one.equals(other);
  }

  static int compare(@Nullable Object one, @Nullable Object other) {
    if (one instanceof Number && other instanceof Number) {
      return new BigDecimal(one.toString()).compareTo(new BigDecimal(other.toString()));
    }
    if (one instanceof String text && other instanceof String with) {
      return text.compareTo(with);
    }
    throw new IllegalArgumentException(
        shown(one) + " and " + shown(other) + " cannot be put in order");
  }

  static long number(@Nullable Object value) {
    if (value instanceof Number number) {
      return number.longValue();
    }
    throw new IllegalArgumentException(shown(value) + " is not a number");
  }

  static String text(@Nullable Object value) {
    if (value instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException(shown(value) + " is not text");
  }
}
