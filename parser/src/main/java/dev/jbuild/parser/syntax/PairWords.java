package dev.jbuild.parser.syntax;

import dev.jbuild.parser.text.WhiteSpace;

/** The quoting of {@code name=value} words, where the grammar needs to look ahead or back. */
final class PairWords {
  private PairWords() {}

  /** Whether the first word has an equals sign, quoted or not: else the old form is meant. */
  static boolean startsWithAssignment(String text, char escape) {
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if (character == '=') {
        return true;
      }
      if (character == escape && quote != '\'') {
        i++;
        if (i < text.length() && text.charAt(i) == '=') {
          return true;
        }
      } else if (quote != 0) {
        quote = character == quote ? 0 : quote;
      } else if (character == '"' || character == '\'') {
        quote = character;
      } else if (WhiteSpace.isSpace(character)) {
        return false;
      }
    }
    return false;
  }

  /** The word without an escape character at its end that escapes nothing. */
  static String withoutDanglingEscape(String word, char escape) {
    char quote = 0;
    for (int i = 0; i < word.length(); i++) {
      char character = word.charAt(i);
      if (character == escape && quote != '\'') {
        i++;
        if (i == word.length()) {
          return word.substring(0, i - 1);
        }
      } else if (quote != 0) {
        quote = character == quote ? 0 : quote;
      } else if (character == '"' || character == '\'') {
        quote = character;
      }
    }
    return word;
  }
}
