package dev.jbuild.parser.print;

import dev.jbuild.parser.text.WhiteSpace;

/**
 * Tidies the white space of the arguments of one instruction, line by line: runs outside quotes
 * become one blank.
 */
final class ArgumentText {
  private final ArgumentLayout layout;
  private final char escape;
  private char quote;

  ArgumentText(ArgumentLayout layout, char escape) {
    this.layout = layout;
    this.escape = layout == ArgumentLayout.ARRAY ? '\\' : escape;
  }

  /** Whether white space means nothing more than an end of a word at this place. */
  boolean isFree() {
    return layout != ArgumentLayout.VERBATIM && quote == 0;
  }

  /** The next line, without white space at its start unless that counts. */
  String tidy(String line) {
    if (layout == ArgumentLayout.VERBATIM) {
      return line;
    }
    var out = new StringBuilder(line.length());
    for (int i = 0; i < line.length(); i++) {
      char character = line.charAt(i);
      if (quote == 0 && isBlank(character)) {
        appendBlank(out);
      } else if (isEscape(character) && i + 1 < line.length()) {
        out.append(character).append(line.charAt(++i));
      } else {
        append(out, character);
      }
    }
    return out.toString();
  }

  /** Of all white space only what separates words in every layout: the rest may be part of one. */
  private static boolean isBlank(char character) {
    return character == ' ' || character == '\t';
  }

  private void appendBlank(StringBuilder out) {
    boolean afterBlank = out.isEmpty() || out.charAt(out.length() - 1) == ' ';
    boolean afterBracket = layout == ArgumentLayout.ARRAY && out.toString().endsWith("[");
    if (!afterBlank && !afterBracket) {
      out.append(' ');
    }
  }

  private boolean isEscape(char character) {
    return layout != ArgumentLayout.WORDS
        && character == escape
        && quote != '\''
        && (layout != ArgumentLayout.ARRAY || quote != 0);
  }

  private void append(StringBuilder out, char character) {
    boolean array = layout == ArgumentLayout.ARRAY;
    if (quote != 0) {
      quote = character == quote ? 0 : quote;
    } else if (character == '"' || (character == '\'' && layout == ArgumentLayout.PAIRS)) {
      quote = layout == ArgumentLayout.WORDS ? 0 : character;
    } else if (array && (character == ',' || character == ']')) {
      while (!out.isEmpty() && WhiteSpace.isSpace(out.charAt(out.length() - 1))) {
        out.setLength(out.length() - 1);
      }
    }
    out.append(character);
    if (array && quote == 0 && character == ',') {
      out.append(' ');
    }
  }
}
