package dev.jbuild.parser.syntax;

import dev.jbuild.parser.ast.Heredoc;
import dev.jbuild.parser.expand.ExpansionException;
import dev.jbuild.parser.expand.ExpansionOptions;
import dev.jbuild.parser.expand.Variables;
import dev.jbuild.parser.expand.WordExpander;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the words of a line that open heredocs. Here the escape character is always a backslash.
 */
public final class HeredocWords {
  private static final Pattern WORD = Pattern.compile("(\\d*+)<<(-?+)[\\t\\n\\f\\r ]*+([^<]*+)");
  private static final Variables NONE = name -> null;
  private static final WordExpander LINE =
      new WordExpander('\\', new ExpansionOptions(true, true, false, true));
  private static final WordExpander PLAIN =
      new WordExpander('\\', new ExpansionOptions(false, false, false, true));
  private static final WordExpander QUOTED =
      new WordExpander('\\', new ExpansionOptions(true, false, false, true));

  private HeredocWords() {}

  /**
   * The heredocs that a line opens, in order and without content; none if its quoting is broken.
   */
  public static List<Heredoc> on(String line) {
    if (!line.contains("<<")) {
      return List.of();
    }
    try {
      return LINE.expandWords(line, NONE).stream()
          .map(HeredocWords::parse)
          .filter(Objects::nonNull)
          .toList();
    } catch (ExpansionException e) {
      return List.of(); // not for us: the shell will say what is wrong with its quotes
    }
  }

  /** The heredoc, without content, that one word opens, or null. */
  public static @Nullable Heredoc parse(String word) {
    if (!word.contains("<<")) {
      return null;
    }
    Matcher matcher = WORD.matcher(word);
    if (!matcher.matches() || matcher.group(3).isEmpty()) {
      return null;
    }
    try {
      List<String> names = PLAIN.expandWords(matcher.group(3), NONE);
      List<String> quoted = QUOTED.expandWords(matcher.group(3), NONE);
      if (names.size() != 1 || quoted.size() != 1) {
        return null;
      }
      boolean expand = quotes(names.getFirst()) == quotes(quoted.getFirst());
      boolean chomp = !matcher.group(2).isEmpty();
      return new Heredoc(names.getFirst(), descriptor(matcher.group(1)), expand, chomp, "");
    } catch (ExpansionException e) {
      return null; // a word with broken quoting opens nothing
    }
  }

  private static long descriptor(String digits) {
    if (digits.isEmpty()) {
      return 0;
    }
    return digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits);
  }

  private static long quotes(String word) {
    return word.chars().filter(c -> c == '\'' || c == '"').count();
  }
}
