package dev.jbuild.cli.template;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the fields and functions of a template stand for: a row's values, or headings of them. */
sealed interface Fields {
  Object root();

  @Nullable Object of(@Nullable Object value, String field);

  @Nullable Object call(String function, List<@Nullable Object> arguments);

  String noValue();

  /** The values of one row. */
  record Row(Map<String, ?> root) implements Fields {
    @Override
    public @Nullable Object of(@Nullable Object value, String field) {
      if (value == root && !root.containsKey(field)) {
        throw new IllegalArgumentException(
            "there is no field " + field + "; there are " + String.join(", ", root.keySet()));
      }
      if (value != null && !(value instanceof Map<?, ?>)) {
        throw new IllegalArgumentException(Values.shown(value) + " has no field " + field);
      }
      return value instanceof Map<?, ?> map ? map.get(field) : null;
    }

    @Override
    public @Nullable Object call(String function, List<@Nullable Object> arguments) {
      return Functions.call(function, arguments);
    }

    @Override
    public String noValue() {
      return "<no value>";
    }
  }

  /** The headings of a table; functions leave them as they are. */
  record Headings(Map<String, String> known) implements Fields {
    @Override
    public Object root() {
      return known;
    }

    @Override
    public Object of(@Nullable Object value, String field) {
      return known.getOrDefault(
          field, field.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toUpperCase(Locale.ROOT));
    }

    @Override
    public @Nullable Object call(String function, List<@Nullable Object> arguments) {
      if (!Functions.NAMES.contains(function)) {
        throw new IllegalArgumentException("there is no function " + function);
      }
      return switch (function) {
        case "print", "println", "printf", "pad" -> Functions.call(function, arguments);
        default ->
            arguments.stream().filter(each -> !(each instanceof Number)).findFirst().orElse("");
      };
    }

    @Override
    public String noValue() {
      return "";
    }
  }
}
