package dev.jbuild.parser.syntax;

import dev.jbuild.parser.text.WhiteSpace;
import java.util.BitSet;

/**
 * Decides whether text is a JSON array, and of strings only. Malformed JSON is no error in a
 * Dockerfile: the text is then meant for the shell. Nesting is kept in a bit set, not on the stack.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8259">RFC 8259</a>
 */
final class JsonArray {

  enum Kind {
    /** Not JSON, or not an array. */
    NONE,
    STRINGS,
    /** An array with an element that is no string. */
    MIXED
  }

  private static final int DEEPEST = 10_000;

  private final String text;
  private final BitSet objects = new BitSet();
  private int depth;
  private int position;
  private boolean mixed;

  private JsonArray(String text) {
    this.text = text;
  }

  static Kind kind(String text) {
    String trimmed = WhiteSpace.trim(text);
    if (!trimmed.startsWith("[")) {
      return Kind.NONE;
    }
    var scan = new JsonArray(trimmed);
    boolean valid = scan.scanDocument();
    return !valid ? Kind.NONE : scan.mixed ? Kind.MIXED : Kind.STRINGS;
  }

  private boolean scanDocument() {
    boolean value = true; // whether a value is due, or else what may follow one
    do {
      skipBlanks();
      if (position >= text.length() || depth > DEEPEST) {
        return false;
      }
      if (value) {
        char first = text.charAt(position);
        if (first == '[' || first == '{') {
          open(first);
          value = !closesAtOnce();
          if (value && objects.get(depth) && !scanKey()) {
            return false;
          }
        } else {
          if (!scanScalar(first)) {
            return false;
          }
          value = false;
        }
      } else {
        if (!scanAfterValue()) {
          return false;
        }
        value = text.charAt(position - 1) == ',' || text.charAt(position - 1) == ':';
      }
    } while (depth > 0);
    skipBlanks();
    return position == text.length();
  }

  private void open(char bracket) {
    mixed |= depth > 0;
    depth++;
    objects.set(depth, bracket == '{');
    position++;
  }

  private boolean closesAtOnce() {
    skipBlanks();
    if (position < text.length() && text.charAt(position) == closer()) {
      position++;
      depth--;
      return true;
    }
    return false;
  }

  private char closer() {
    return objects.get(depth) ? '}' : ']';
  }

  /** A comma (with the next key in an object) or the closing bracket. */
  private boolean scanAfterValue() {
    char character = text.charAt(position);
    if (character == closer()) {
      position++;
      depth--;
      return true;
    }
    if (character != ',') {
      return false;
    }
    position++;
    return !objects.get(depth) || scanKey();
  }

  private boolean scanKey() {
    skipBlanks();
    if (!scanString()) {
      return false;
    }
    skipBlanks();
    return accept(':');
  }

  private boolean scanScalar(char first) {
    if (first == '"') {
      return scanString();
    }
    mixed = true;
    return switch (first) {
      case 't' -> acceptWord("true");
      case 'f' -> acceptWord("false");
      case 'n' -> acceptWord("null");
      default -> scanNumber();
    };
  }

  private boolean scanString() {
    if (!accept('"')) {
      return false;
    }
    while (position < text.length()) {
      char character = text.charAt(position++);
      if (character == '"') {
        return true;
      }
      if (character < ' ' || (character == '\\' && !scanEscape())) {
        return false;
      }
    }
    return false;
  }

  private boolean scanEscape() {
    if (accept('u')) {
      for (int i = 0; i < 4; i++) {
        if (position >= text.length() || !isHexDigit(text.charAt(position++))) {
          return false;
        }
      }
      return true;
    }
    return position < text.length() && "\"\\/bfnrt".indexOf(text.charAt(position++)) >= 0;
  }

  private boolean scanNumber() {
    accept('-');
    if (!accept('0') && !scanDigits()) {
      return false;
    }
    if (accept('.') && !scanDigits()) {
      return false;
    }
    if (accept('e') || accept('E')) {
      if (!accept('+')) {
        accept('-');
      }
      return scanDigits();
    }
    return true;
  }

  private boolean scanDigits() {
    int start = position;
    while (position < text.length() && isDigit(text.charAt(position))) {
      position++;
    }
    return position > start;
  }

  private boolean accept(char character) {
    if (position < text.length() && text.charAt(position) == character) {
      position++;
      return true;
    }
    return false;
  }

  private boolean acceptWord(String word) {
    boolean found = text.startsWith(word, position);
    position += found ? word.length() : 0;
    return found;
  }

  private void skipBlanks() {
    while (position < text.length() && " \t\r\n".indexOf(text.charAt(position)) >= 0) {
      position++;
    }
  }

  private static boolean isDigit(char character) {
    return character >= '0' && character <= '9';
  }

  private static boolean isHexDigit(char character) {
    return isDigit(character) || "abcdefABCDEF".indexOf(character) >= 0;
  }
}
