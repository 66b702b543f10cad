package dev.jbuild.parser.print;

/** Finds where the flags at the start of arguments end. */
final class FlagScan {
  private FlagScan() {}

  /** The end of the flag that starts at this position. */
  static int end(String text, int start) {
    char quote = 0;
    for (int i = start; i < text.length(); i++) {
      char character = text.charAt(i);
      if (character == '\\') {
        i++;
      } else if (quote != 0) {
        quote = character == quote ? 0 : quote;
      } else if (character == '"' || character == '\'') {
        quote = character;
      } else if (isBlank(character)) {
        return i;
      }
    }
    return text.length();
  }

  static boolean isBlank(char character) {
    return "\t\u000b\f\r ".indexOf(character) >= 0;
  }
}
