package dev.jbuild.cli.text;

import dev.jbuild.oci.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What most people use of docker's {@code --format}: {@code json}, or text with {@code {{.Field}}},
 * {@code {{.Field.Inner}}} and {@code {{json .Field}}} in it. Values are shown as Go's templates
 * show them.
 */
public final class Template {
  private static final Pattern ACTION =
      Pattern.compile("\\{\\{\\s*(json\\s+)?\\.([A-Za-z0-9_.]*)\\s*}}");
  private static final String NO_VALUE = "<no value>";

  private final String text;

  private Template(String text) {
    this.text = text;
  }

  /** Throws IllegalArgumentException for what only docker's own templates can do. */
  public static Template parse(String word) {
    String text = word.equals("json") ? "{{json .}}" : word;
    if (ACTION.matcher(text).replaceAll("").contains("{{")) {
      throw new IllegalArgumentException(
          "\"" + word + "\" has more than json, {{.Field}} and {{json .Field}} in it");
    }
    return new Template(text.replace("\\t", "\t").replace("\\n", "\n"));
  }

  /** The text for some values; throws IllegalArgumentException when a field is none of theirs. */
  public String of(Map<String, ?> values) {
    return ACTION
        .matcher(text)
        .replaceAll(
            action -> {
              Object value = value(values, action.group(2));
              String shown = action.group(1) == null ? shown(value) : json(value);
              return Matcher.quoteReplacement(shown);
            });
  }

  private static @Nullable Object value(Map<String, ?> values, String path) {
    Object value = values;
    for (String name : path.isEmpty() ? new String[0] : path.split("\\.", -1)) {
      if (value == values && !values.containsKey(name)) {
        throw new IllegalArgumentException(
            "there is no field " + name + "; there are " + String.join(", ", values.keySet()));
      }
      value = value instanceof Map<?, ?> map ? map.get(name) : null;
    }
    return value;
  }

  private static String json(@Nullable Object value) {
    return new String(Json.write(value), StandardCharsets.UTF_8);
  }

  private static String shown(@Nullable Object value) {
    return switch (value) {
      case null -> NO_VALUE;
      case List<?> list ->
          list.stream().map(Template::shown).collect(Collectors.joining(" ", "[", "]"));
      case Map<?, ?> map -> {
        Map<String, String> sorted = new TreeMap<>();
        map.forEach((name, inner) -> sorted.put(String.valueOf(name), shown(inner)));
        yield sorted.entrySet().stream()
            .map(entry -> entry.getKey() + ":" + entry.getValue())
            .collect(Collectors.joining(" ", "map[", "]"));
      }
      default -> value.toString();
    };
  }
}
