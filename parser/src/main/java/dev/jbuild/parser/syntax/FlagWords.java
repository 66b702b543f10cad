package dev.jbuild.parser.syntax;

/** The quoting of flags. Here the escape character is always a backslash. */
final class FlagWords {
  private FlagWords() {}

  /** The flag without its quotes and escapes. */
  static String unquote(String written) {
    var out = new StringBuilder(written.length());
    char quote = 0;
    for (int i = 0; i < written.length(); i++) {
      char character = written.charAt(i);
      if (character == '\\') {
        i++;
        if (i < written.length()) {
          out.append(written.charAt(i));
        }
      } else if (quote != 0 && character == quote) {
        quote = 0;
      } else if (quote == 0 && (character == '"' || character == '\'')) {
        quote = character;
      } else {
        out.append(character);
      }
    }
    return out.toString();
  }
}
