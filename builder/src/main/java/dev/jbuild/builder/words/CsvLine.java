package dev.jbuild.builder.words;

import java.util.ArrayList;
import java.util.List;

/** The fields of an option's value, parted by commas; one in double quotes may hold commas. */
public final class CsvLine {
  private CsvLine() {}

  /** Splits {@code a,"b,c"} into {@code a} and {@code b,c}; {@code ""} in quotes is a quote. */
  public static List<String> split(String line) {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"' && quoted && line.startsWith("\"\"", i)) {
        field.append(c);
        i++;
      } else if (c == '"' && (quoted || field.isEmpty())) {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        fields.add(field.toString());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
    fields.add(field.toString());
    return fields;
  }
}
