package dev.jbuild.parser.print;

import dev.jbuild.parser.text.WhiteSpace;
import java.util.ArrayList;
import java.util.List;

/** The physical lines of a file, without their newlines. Numbers count from 1. */
final class PhysicalLines {
  private final List<String> lines = new ArrayList<>();
  private final boolean carriageReturns;

  PhysicalLines(String text) {
    int start = 0;
    while (start < text.length()) {
      int newline = text.indexOf('\n', start);
      int end = newline < 0 ? text.length() : newline;
      lines.add(text.substring(start, end));
      start = end + 1;
    }
    carriageReturns = !lines.isEmpty() && lines.getFirst().endsWith("\r");
  }

  int count() {
    return lines.size();
  }

  /** What ends a line: that of the first line ends them all. */
  String newline() {
    return carriageReturns ? "\r\n" : "\n";
  }

  /** The line as it stands. */
  String raw(int number) {
    return lines.get(number - 1);
  }

  /** The line without the carriage returns at its end. */
  String line(int number) {
    String line = raw(number);
    int end = line.length();
    while (end > 0 && line.charAt(end - 1) == '\r') {
      end--;
    }
    return line.substring(0, end);
  }

  static boolean isBlank(String line) {
    return WhiteSpace.trim(line).isEmpty();
  }

  static boolean isComment(String line) {
    return WhiteSpace.trimLeft(line).startsWith("#");
  }
}
