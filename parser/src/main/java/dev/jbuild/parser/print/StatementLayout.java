package dev.jbuild.parser.print;

import dev.jbuild.parser.syntax.Statement;
import dev.jbuild.parser.text.WhiteSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Lays out the physical lines of one statement. It need not be right about every oddity of the
 * language: the result is read again and dropped if it says something else.
 */
final class StatementLayout {
  private static final String INDENT = "    ";

  private final char escape;
  private final Statement statement;
  private final ArgumentText arguments;
  private final List<String> out = new ArrayList<>();
  private boolean inFlags = true;

  private StatementLayout(Statement statement, char escape) {
    this.statement = statement;
    this.escape = escape;
    this.arguments = new ArgumentText(ArgumentLayout.of(statement), escape);
  }

  /**
   * The lines anew, or null when even the keyword is not in one piece.
   *
   * @param lines the logical line as it stands in the file
   */
  static @Nullable List<String> of(List<String> lines, Statement statement, char escape) {
    return new StatementLayout(statement, escape).layOut(lines);
  }

  private @Nullable List<String> layOut(List<String> lines) {
    int last = lastCode(lines);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (i > 0 && PhysicalLines.isComment(line)) {
        // Behind the last code no escape is left that would make it part of the statement.
        out.add(i > last ? WhiteSpace.trim(line) : WhiteSpace.trimRight(line));
      } else if (i == 0 || (i <= last && !PhysicalLines.isBlank(line))) {
        boolean continued = continues(line);
        String code = continued ? withoutEscape(line) : line;
        if (i == last) {
          code = WhiteSpace.trimRight(code);
          continued = false;
        }
        String text = i == 0 ? first(code) : next(code);
        if (text == null) {
          return null;
        }
        out.add(continued ? continued(text) : WhiteSpace.trimRight(text));
      }
    }
    return out;
  }

  /** The last line that holds more than blanks, a comment or an escape. */
  private int lastCode(List<String> lines) {
    int last = lines.size() - 1;
    while (last > 0 && isEmpty(lines.get(last))) {
      last--;
    }
    return last;
  }

  private boolean isEmpty(String line) {
    return PhysicalLines.isBlank(line)
        || PhysicalLines.isComment(line)
        || (continues(line) && PhysicalLines.isBlank(withoutEscape(line)));
  }

  private boolean continues(String line) {
    return LogicalLine.wouldContinue(line, escape);
  }

  private String withoutEscape(String line) {
    return line.substring(0, line.lastIndexOf(escape));
  }

  /** White space before the escape is tidied where it does not count. */
  private String continued(String text) {
    if (!inFlags && !arguments.isFree()) {
      return text + escape;
    }
    String trimmed = WhiteSpace.trimRight(text);
    return trimmed.length() == text.length() ? text + escape : trimmed + " " + escape;
  }

  private @Nullable String first(String line) {
    String code = WhiteSpace.trimLeft(line);
    String keyword = statement.keyword();
    if (!code.startsWith(keyword)) {
      return null;
    }
    String upper = keyword.toUpperCase(Locale.ROOT);
    String rest = code.substring(keyword.length());
    return rest.isEmpty() ? upper : upper + flags(rest, " ");
  }

  private String next(String code) {
    if (inFlags) {
      boolean indented = !code.isEmpty() && FlagScan.isBlank(code.charAt(0));
      return flags(code, indented ? INDENT : "");
    }
    if (!arguments.isFree()) {
      return arguments.tidy(code);
    }
    boolean indented = code.startsWith(" ") || code.startsWith("\t");
    return (indented ? INDENT : "") + arguments.tidy(code);
  }

  /** Flags with one blank between them, and the arguments behind them if they start here. */
  private String flags(String code, String indent) {
    var text = new StringBuilder();
    String separator = indent;
    int position = skipBlanks(code, 0);
    while (code.startsWith("--", position)) {
      int end = FlagScan.end(code, position);
      boolean marker = end == position + 2;
      text.append(separator).append(code, position, end);
      separator = " ";
      position = skipBlanks(code, end);
      if (marker) {
        break;
      }
      if (position == code.length() && end < position) {
        return text + " "; // before an escape
      }
    }
    if (position == code.length()) {
      boolean blank = position > 0 && FlagScan.isBlank(code.charAt(position - 1));
      return text + (blank ? " " : "");
    }
    inFlags = false;
    return text + separator + arguments(code.substring(position));
  }

  private static int skipBlanks(String code, int from) {
    int position = from;
    while (position < code.length() && FlagScan.isBlank(code.charAt(position))) {
      position++;
    }
    return position;
  }

  private String arguments(String code) {
    String text = arguments.tidy(code);
    return switch (statement.keyword().toUpperCase(Locale.ROOT)) {
      case "FROM" -> text.replaceFirst("^(\\S+ )[aA][sS] (\\S+)$", "$1AS $2");
      case "HEALTHCHECK" -> healthcheck(text);
      default -> text;
    };
  }

  private static String healthcheck(String text) {
    int end = FlagScan.end(text, 0);
    String kind = text.substring(0, end).toUpperCase(Locale.ROOT);
    int rest = skipBlanks(text, end);
    return rest == end ? kind : kind + " " + text.substring(rest);
  }
}
