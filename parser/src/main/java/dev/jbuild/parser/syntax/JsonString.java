package dev.jbuild.parser.syntax;

/** Decodes the strings of a JSON array. */
final class JsonString {
  private static final char REPLACEMENT = '\ufffd';

  private JsonString() {}

  /** The value of a valid JSON string given with its quotes. Half a character becomes U+FFFD. */
  static String decode(String quoted) {
    var out = new StringBuilder(quoted.length());
    int end = quoted.length() - 1;
    int position = 1;
    while (position < end) {
      char character = quoted.charAt(position++);
      if (character != '\\') {
        out.append(character);
        continue;
      }
      char escaped = quoted.charAt(position++);
      if (escaped == 'u') {
        out.append((char) Integer.parseInt(quoted.substring(position, position + 4), 16));
        position += 4;
      } else {
        out.append(unescape(escaped));
      }
    }
    return withoutHalves(out);
  }

  private static char unescape(char escaped) {
    return switch (escaped) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> escaped;
    };
  }

  private static String withoutHalves(StringBuilder text) {
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if (Character.isHighSurrogate(character)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(character)) {
        text.setCharAt(i, REPLACEMENT);
      }
    }
    return text.toString();
  }
}
