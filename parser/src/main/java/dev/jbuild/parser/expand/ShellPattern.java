package dev.jbuild.parser.expand;

import java.util.Arrays;
import java.util.BitSet;

/**
 * A pattern of {@code # % /}: {@code ?} is any character, {@code *} any number of them, and a
 * backslash quotes both. Matched by following all possibilities at once, so the time is at most the
 * product of the lengths whatever the pattern.
 */
final class ShellPattern {
  private static final int ANY = -1;
  private static final int MANY = -2;

  private final int[] parts;

  private ShellPattern(int[] parts) {
    this.parts = parts;
  }

  static ShellPattern parse(String text) throws ExpansionException {
    int[] characters = text.codePoints().toArray();
    int[] parts = new int[characters.length];
    int count = 0;
    for (int i = 0; i < characters.length; i++) {
      int character = characters[i];
      if (character == '\\') {
        int escaped = i + 1 < characters.length ? characters[i + 1] : 0xfffd;
        if (escaped == '}' || escaped == '/') {
          continue; // it was escaped for the braces around the pattern
        }
        if (escaped != '*' && escaped != '?' && escaped != '\\') {
          throw new ExpansionException(
              "invalid pattern (%s) in substitution: invalid escape '\\%s'"
                  .formatted(text, Character.toString(escaped)));
        }
        parts[count++] = escaped;
        i++;
      } else {
        parts[count++] = character == '?' ? ANY : character == '*' ? MANY : character;
      }
    }
    return new ShellPattern(Arrays.copyOf(parts, count));
  }

  String trimPrefix(String value, boolean longest) {
    int[] characters = value.codePoints().toArray();
    BitSet ends = ends(characters, 0);
    if (ends.isEmpty()) {
      return value;
    }
    int end = longest ? ends.length() - 1 : ends.nextSetBit(0);
    return new String(characters, end, characters.length - end);
  }

  String trimSuffix(String value, boolean longest) {
    var reversed = new ShellPattern(reverse(parts));
    int[] characters = reverse(value.codePoints().toArray());
    BitSet ends = reversed.ends(characters, 0);
    if (ends.isEmpty()) {
      return value;
    }
    int end = longest ? ends.length() - 1 : ends.nextSetBit(0);
    return value.substring(0, value.offsetByCodePoints(value.length(), -end));
  }

  /** Replaces the first match, or all; a match is the leftmost one and as long as possible. */
  String replace(String value, String replacement, boolean all) {
    int[] characters = value.codePoints().toArray();
    var out = new StringBuilder();
    int position = 0;
    int lastEnd = -1;
    while (position <= characters.length) {
      BitSet ends = ends(characters, position);
      int end = ends.length() - 1;
      if (!ends.isEmpty() && !(end == position && position == lastEnd)) {
        String match = new String(characters, position, end - position);
        out.append(all ? ReplacementTemplate.fill(replacement, match) : replacement);
        lastEnd = end;
        if (!all) {
          return out.append(new String(characters, end, characters.length - end)).toString();
        }
        if (end > position) {
          position = end;
          continue;
        }
      }
      if (position < characters.length) {
        out.appendCodePoint(characters[position]);
      }
      position++;
    }
    return out.toString();
  }

  /** All positions where a match that starts here can end. */
  private BitSet ends(int[] text, int start) {
    var reached = new BitSet(text.length + 1);
    reached.set(start);
    for (int part : parts) {
      var after = new BitSet(text.length + 1);
      for (int at = reached.nextSetBit(0); at >= 0; at = reached.nextSetBit(at + 1)) {
        if (part == MANY) {
          int end = at;
          while (end < text.length && text[end] != '\n') {
            end++;
          }
          after.set(at, end + 1);
          at = end; // everything up to here is reached already
        } else if (at < text.length && (text[at] == part || (part == ANY && text[at] != '\n'))) {
          after.set(at + 1);
        }
      }
      reached = after;
      if (reached.isEmpty()) {
        return reached;
      }
    }
    return reached;
  }

  private static int[] reverse(int[] values) {
    int[] reversed = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      reversed[values.length - 1 - i] = values[i];
    }
    return reversed;
  }
}
