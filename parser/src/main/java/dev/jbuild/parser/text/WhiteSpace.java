package dev.jbuild.parser.text;

/**
 * White space by the Unicode property of that name. The JDK has no such test: {@link
 * Character#isWhitespace} leaves out the no-break space and adds the file separators.
 */
public final class WhiteSpace {
  private WhiteSpace() {}

  public static boolean isSpace(int character) {
    return switch (character) {
      case ' ', '\t', '\n', '\u000b', '\f', '\r', 0x85, 0xa0, 0x1680 -> true;
      case 0x2028, 0x2029, 0x202f, 0x205f, 0x3000 -> true;
      default -> character >= 0x2000 && character <= 0x200a;
    };
  }

  public static String trim(String text) {
    return trimLeft(trimRight(text));
  }

  public static String trimRight(String text) {
    int end = text.length();
    while (end > 0 && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end);
  }

  public static String trimLeft(String text) {
    int start = 0;
    while (start < text.length() && isSpace(text.charAt(start))) {
      start++;
    }
    return text.substring(start);
  }
}
