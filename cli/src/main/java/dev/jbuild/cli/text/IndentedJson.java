package dev.jbuild.cli.text;

import dev.jbuild.oci.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON for people: four blanks a level, as docker prints it. */
public final class IndentedJson {
  private final StringBuilder text = new StringBuilder();

  private IndentedJson() {}

  /** The text of a value of the kinds that {@link Json} writes. */
  public static String of(@Nullable Object value) {
    IndentedJson json = new IndentedJson();
    json.append(value, 0);
    return json.text.toString();
  }

  private void append(@Nullable Object value, int depth) {
    switch (value) {
      case Map<?, ?> object when !object.isEmpty() -> appendAll(object.entrySet(), "{", "}", depth);
      case List<?> array when !array.isEmpty() -> appendAll(array, "[", "]", depth);
      case Map.Entry<?, ?> member -> {
        text.append(compact(String.valueOf(member.getKey()))).append(": ");
        append(member.getValue(), depth);
      }
      case null, default -> text.append(compact(value));
    }
  }

  private void appendAll(Collection<?> elements, String open, String close, int depth) {
    text.append(open).append('\n');
    Iterator<?> rest = elements.iterator();
    while (rest.hasNext()) {
      text.append("    ".repeat(depth + 1));
      append(rest.next(), depth + 1);
      text.append(rest.hasNext() ? ",\n" : "\n");
    }
    text.append("    ".repeat(depth)).append(close);
  }

  private static String compact(@Nullable Object value) {
    return new String(Json.write(value), StandardCharsets.UTF_8);
  }
}
