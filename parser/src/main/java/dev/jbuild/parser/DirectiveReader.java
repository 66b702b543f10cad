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
      Pattern.compile(
          "([a-zA-Z][a-zA-Z0-9]*)[\\t\\n\\f\\r ]*=[\\t\\n\\f\\r ]*(.+?)[\\t\\n\\f\\r ]*",
          Pattern.DOTALL);
  private static final Set<String> KNOWN = Set.of("syntax", "escape", "check");

  private final Map<String, String> values = new LinkedHashMap<>();
  private final List<Diagnostic> diagnostics = new ArrayList<>();
  private char escape = '\\';
  private int lines;

  DirectiveReader(String text) {
    text.lines().takeWhile(this::readLine).forEach(line -> lines++);
  }

  private boolean readLine(String line) {
    String trimmed = WhiteSpace.trimLeft(line);
    if (!trimmed.startsWith("#")) {
      return false;
    }
    Matcher matcher = DIRECTIVE.matcher(WhiteSpace.trimLeft(trimmed.substring(1)));
    if (!matcher.matches()) {
      return false;
    }
    String name = matcher.group(1).toLowerCase(Locale.ROOT);
    if (!KNOWN.contains(name)) {
      return false;
    }
    if (values.putIfAbsent(name, matcher.group(2)) != null) {
      report("only one " + name + " parser directive can be used", "remove all but one of them");
    } else if (name.equals("escape")) {
      readEscape(matcher.group(2));
    }
    return true;
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
    return new Directives(escape, values.get("syntax"), values.get("check"), lines);
  }

  List<Diagnostic> diagnostics() {
    return diagnostics;
  }
}
