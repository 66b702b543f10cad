package dev.jbuild.parser.print;

import java.util.List;
import java.util.stream.Collectors;

/** Writes the JSON arrays of the exec form. */
final class JsonText {
  private JsonText() {}

  static String array(List<String> values) {
    return values.stream().map(JsonText::string).collect(Collectors.joining(", ", "[", "]"));
  }

  private static String string(String value) {
    var out = new StringBuilder(value.length() + 2).append('"');
    for (int i = 0; i < value.length(); i++) {
      char character = value.charAt(i);
      switch (character) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (character < ' ') {
            out.append("\\u%04x".formatted((int) character));
          } else {
            out.append(character);
          }
        }
      }
    }
    return out.append('"').toString();
  }
}
