package dev.jbuild.cli.template;

/** A string as Go writes it, without its quotes. */
final class Unquoted {
  private Unquoted() {}

  static String of(String quoted) {
    String inner = quoted.substring(1, quoted.length() - 1);
    if (quoted.startsWith("`")) {
      return inner;
    }
    StringBuilder text = new StringBuilder();
    for (int at = 0; at < inner.length(); at++) {
      char c = inner.charAt(at);
      if (c == '\\') {
        at++;
        text.append(escaped(inner.charAt(at), quoted));
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  private static char escaped(char c, String quoted) {
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case '"', '\\', '\'' -> c;
      default -> throw new IllegalArgumentException(quoted + " has \\" + c + " in it");
    };
  }
}
