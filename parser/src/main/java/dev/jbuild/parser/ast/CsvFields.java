package dev.jbuild.parser.ast;

import java.util.ArrayList;
import java.util.List;

/** The fields of one line of comma-separated values: a field in double quotes may hold commas. */
final class CsvFields {
  private CsvFields() {}

  static List<String> split(String line) throws MountException {
    List<String> fields = new ArrayList<>();
    int position = 0;
    while (true) {
      var field = new StringBuilder();
      if (line.startsWith("\"", position)) {
        position = quoted(line, position + 1, field);
      } else {
        int comma = line.indexOf(',', position);
        int end = comma < 0 ? line.length() : comma;
        field.append(line, position, end);
        position = end;
        if (field.indexOf("\"") >= 0) {
          throw malformed("bare \" in non-quoted field");
        }
      }
      fields.add(field.toString());
      if (position == line.length()) {
        return fields;
      }
      position++;
    }
  }

  /** Reads up to the closing quote and returns the position of the comma or end after it. */
  private static int quoted(String line, int start, StringBuilder field) throws MountException {
    int position = start;
    while (true) {
      int quote = line.indexOf('"', position);
      if (quote < 0) {
        throw malformed("extraneous or missing \" in quoted-field");
      }
      field.append(line, position, quote);
      position = quote + 1;
      if (line.startsWith("\"", position)) {
        field.append('"');
        position++;
      } else if (position == line.length() || line.charAt(position) == ',') {
        return position;
      } else {
        throw malformed("extraneous or missing \" in quoted-field");
      }
    }
  }

  private static MountException malformed(String what) {
    return new MountException("failed to parse csv mounts: " + what);
  }
}
