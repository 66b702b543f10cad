package dev.jbuild.parser.print;

import dev.jbuild.parser.text.Utf8;
import dev.jbuild.parser.text.WhiteSpace;

/** Puts one logical line into the physical lines of a file. */
final class LogicalLine {
  /** Half of what a line may have, so that no line of three-byte characters is too long. */
  private static final int LONGEST = 20_000;

  private LogicalLine() {}

  static void append(StringBuilder out, String line, char escape) {
    String rest = line;
    while (Utf8.encode(rest).length > LONGEST * 3L) {
      int end = breakBefore(rest, escape);
      if (end <= 0) {
        break; // nothing but blanks and escapes: no place where a line may end
      }
      out.append(rest, 0, end).append(escape).append('\n');
      rest = rest.substring(end);
    }
    out.append(rest);
    if (wouldContinue(rest, escape)) {
      out.append('\f'); // white space that is trimmed, but does not count behind the escape
    }
    out.append('\n');
  }

  /** The last position where the line may be continued: not next to an escape, blank or '#'. */
  private static int breakBefore(String line, char escape) {
    for (int end = Math.min(LONGEST, line.length() - 1); end > 0; end--) {
      char before = line.charAt(end - 1);
      char after = line.charAt(end);
      if (before != escape
          && !Character.isHighSurrogate(before)
          && after != '#'
          && after != escape
          && !WhiteSpace.isSpace(after)) {
        return end;
      }
    }
    return 0;
  }

  /** Whether the newline after this text would be taken for a continuation. */
  static boolean wouldContinue(String text, char escape) {
    int last = text.length() - 1;
    while (last >= 0 && (text.charAt(last) == ' ' || text.charAt(last) == '\t')) {
      last--;
    }
    return last >= 0
        && text.charAt(last) == escape
        && (last == 0 || text.charAt(last - 1) != escape);
  }
}
