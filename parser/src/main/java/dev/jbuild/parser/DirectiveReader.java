package dev.jbuild.parser;

import dev.jbuild.parser.ast.Location;
import dev.jbuild.parser.text.WhiteSpace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the parser directives: comments of the form {@code # name=value} with a known name, before
 * any other line, also an empty one.
 */
final class DirectiveReader {
  private static final Pattern DIRECTIVE =
      Pattern.compile("([a-zA-Z][a-zA-Z0-9]*+)[\\t\\n\\f\\r ]*+=(.++)", Pattern.DOTALL);
  private static final Set<String> KNOWN = Set.of("syntax", "escape", "check");

  private final Map<String, DetectedDirective> found = new LinkedHashMap<>();
  private final List<Diagnostic> diagnostics = new ArrayList<>();
  private final String mark;
  private char escape = '\\';
  private int lines;

  private DirectiveReader(String mark, int lines) {
    this.mark = mark;
    this.lines = lines;
  }

  /** Reads the directives that a file itself obeys; they may be indented. */
  static DirectiveReader ofFile(String text) {
    var reader = new DirectiveReader("#", 0);
    reader.readLines(text, true);
    return reader;
  }

  /**
   * Reads directives without regard to the rest.
   *
   * @param mark what starts a comment
   * @param lines how many lines stand before the text
   */
  static Map<String, DetectedDirective> detect(String text, String mark, int lines) {
    var reader = new DirectiveReader(mark, lines);
    reader.readLines(text, false);
    return reader.found;
  }

  private void readLines(String text, boolean indented) {
    int start = 0;
    while (start < text.length()) {
      int newline = text.indexOf('\n', start);
      int end = newline < 0 ? text.length() : newline;
      String line = withoutCarriageReturns(text.substring(start, end));
      if (!readLine(indented ? WhiteSpace.trimLeft(line) : line)) {
        return;
      }
      lines++;
      start = end + 1;
    }
  }

  private boolean readLine(String line) {
    if (!line.startsWith(mark)) {
      return false;
    }
    Matcher matcher = DIRECTIVE.matcher(WhiteSpace.trimLeft(line.substring(mark.length())));
    if (!matcher.matches()) {
      return false;
    }
    String name = matcher.group(1).toLowerCase(Locale.ROOT);
    if (!KNOWN.contains(name)) {
      return false;
    }
    var directive = new DetectedDirective(trimValue(matcher.group(2)), lines + 1);
    if (found.putIfAbsent(name, directive) != null) {
      report("only one " + name + " parser directive can be used", "remove all but one of them");
    } else if (name.equals("escape")) {
      readEscape(directive.value());
    }
    return true;
  }

  private static String withoutCarriageReturns(String line) {
    int end = line.length();
    while (end > 0 && line.charAt(end - 1) == '\r') {
      end--;
    }
    return line.substring(0, end);
  }

  /** The value without the blanks around it, or the last of them if there is nothing else. */
  private static String trimValue(String value) {
    int start = 0;
    int end = value.length();
    while (end > 1 && isBlank(value.charAt(end - 1))) {
      end--;
    }
    while (start < end - 1 && isBlank(value.charAt(start))) {
      start++;
    }
    return value.substring(start, end);
  }

  private static boolean isBlank(char character) {
    return "\t\n\f\r ".indexOf(character) >= 0;
  }

  private void readEscape(String value) {
    if (value.equals("`") || value.equals("\\")) {
      escape = value.charAt(0);
    } else {
      report("invalid escape token '" + value + "' does not match ` or \\", null);
    }
  }

  private void report(String message, @Nullable String hint) {
    var location = new Location(lines + 1, 1, lines + 1);
    diagnostics.add(new Diagnostic(Severity.ERROR, location, message, hint));
  }

  Directives directives() {
    return new Directives(escape, value("syntax"), value("check"), lines);
  }

  private @Nullable String value(String name) {
    DetectedDirective directive = found.get(name);
    return directive == null ? null : directive.value();
  }

  List<Diagnostic> diagnostics() {
    return diagnostics;
  }
}
