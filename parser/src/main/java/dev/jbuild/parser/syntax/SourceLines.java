package dev.jbuild.parser.syntax;

import dev.jbuild.parser.ast.Location;
import java.util.Arrays;

/** The physical lines of a text. Line numbers count from 0 here, and from 1 in locations. */
final class SourceLines {
  private final String text;
  private final int[] starts;
  private final int count;

  SourceLines(String text) {
    this.text = text;
    int[] found = new int[16];
    int lines = 0;
    int position = 0;
    while (position < text.length()) {
      if (lines == found.length) {
        found = Arrays.copyOf(found, lines * 2);
      }
      found[lines++] = position;
      int newline = text.indexOf('\n', position);
      position = newline < 0 ? text.length() : newline + 1;
    }
    this.starts = Arrays.copyOf(found, lines);
    this.count = lines;
  }

  int count() {
    return count;
  }

  int start(int line) {
    return starts[line];
  }

  /** Where the line ends, its carriage returns and its newline left out. */
  int end(int line) {
    int end = endWithNewline(line);
    while (end > starts[line] && isLineEnd(text.charAt(end - 1))) {
      end--;
    }
    return end;
  }

  int endWithNewline(int line) {
    return line + 1 < count ? starts[line + 1] : text.length();
  }

  /** The line of an offset; the end of the text belongs to the last line. */
  int lineAt(int offset) {
    int found = Arrays.binarySearch(starts, offset);
    return Math.max(0, found >= 0 ? found : -found - 2);
  }

  Location location(int offset, int endLine) {
    int line = lineAt(offset);
    int column = count == 0 ? 0 : text.codePointCount(starts[line], offset);
    return new Location(line + 1, column + 1, Math.max(line, endLine) + 1);
  }

  private static boolean isLineEnd(char character) {
    return character == '\n' || character == '\r';
  }
}
