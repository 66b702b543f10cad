package dev.jbuild.parser.text;

/**
 * Text in double quotes as the reference implementation prints it in messages (Go's {@code %q}).
 */
public final class Quoted {
  private Quoted() {}

  public static String quote(String text) {
    var out = new StringBuilder(text.length() + 2).append('"');
    text.codePoints().forEach(character -> append(out, character));
    return out.append('"').toString();
  }

  private static void append(StringBuilder out, int character) {
    switch (character) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case 0x07 -> out.append("\\a");
      case '\b' -> out.append("\\b");
      case '\f' -> out.append("\\f");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      case 0x0b -> out.append("\\v");
      default -> {
        if (character < ' ' || character == 0x7f) {
          out.append("\\x%02x".formatted(character));
        } else if (Utf8.isStrayByte(character)) {
          out.append("\\x%02x".formatted(Utf8.strayByte(character)));
        } else if (isPrintable(character)) {
          out.appendCodePoint(character);
        } else if (character > 0xffff) {
          out.append("\\U%08x".formatted(character));
        } else {
          out.append("\\u%04x".formatted(character));
        }
      }
    }
  }

  /** Letters, marks, numbers, punctuation, symbols and the blank. */
  private static boolean isPrintable(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.SPACE_SEPARATOR -> character == ' ';
      default -> true;
    };
  }
}
