package dev.jbuild.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The simple commands of a line for a shell, as far as documentation writes such lines. */
final class ShellLine {
  /** A comment, an operator, a redirection, or a word of plain and of quoted pieces. */
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<comment>#.*)|(?<operator>\\|\\|?|&&|;|&)|(?<redirection>[0-9]?(?:>>?|<)&?)"
              + "|(?<word>(?:'[^']*'|\"(?:\\\\.|[^\"\\\\])*\"|\\\\.|[^\\s|&;<>'\"\\\\])+)");

  private static final Pattern QUOTED =
      Pattern.compile("'([^']*)'|\"((?:\\\\.|[^\"\\\\])*)\"|\\\\(.)|([^'\"\\\\]+)");

  private ShellLine() {}

  /** The words of each command, without redirections and comments. */
  static List<List<String>> commands(String line) {
    List<List<String>> commands = new ArrayList<>(List.of(new ArrayList<>()));
    boolean target = false;
    Matcher token = TOKEN.matcher(line);
    while (token.find() && token.group("comment") == null) {
      if (token.group("operator") != null) {
        commands.add(new ArrayList<>());
      } else if (token.group("redirection") != null) {
        target = true;
      } else if (target) {
        target = false;
      } else {
        commands.getLast().add(plain(token.group("word")));
      }
    }
    return commands;
  }

  private static String plain(String word) {
    StringBuilder plain = new StringBuilder();
    Matcher piece = QUOTED.matcher(word);
    while (piece.find()) {
      for (int group = 1; group <= 4; group++) {
        @Nullable String text = piece.group(group);
        plain.append(text == null ? "" : text);
      }
    }
    return plain.toString();
  }
}
