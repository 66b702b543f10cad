package dev.jbuild.cache.deflate;

/**
 * The alphabets of deflate (RFC 1951, 3.2.5): which symbol stands for a length or a distance, and
 * how many bits follow it. A match is one int: bit 31, the distance, and in the lowest nine bits
 * the length; a literal is its byte.
 */
final class Symbols {
  static final int LITERALS = 286;
  static final int DISTANCES = 30;
  static final int END = 256;
  static final int LONGEST = 258;

  private static final int MATCH = 1 << 31;
  private static final int LENGTH_BITS = 9;
  private static final int FIRST_LENGTH = 257;
  private static final int LENGTHS = 29;
  private static final int NEAR = 256;
  private static final int FAR_SHIFT = 7;

  /** By length and by symbol. */
  private static final short[] LENGTH_SYMBOL = new short[LONGEST + 1];

  private static final int[] LENGTH_BASE = new int[LITERALS];
  private static final int[] LENGTH_EXTRA = new int[LITERALS];

  /** By distance less one up to 255, after that by its upper bits. */
  private static final byte[] DISTANCE_SYMBOL = new byte[2 * NEAR];

  private static final int[] DISTANCE_BASE = new int[DISTANCES];
  private static final int[] DISTANCE_EXTRA = new int[DISTANCES];

  static {
    int length = 3;
    for (int i = 0; i < LENGTHS; i++) {
      boolean last = i == LENGTHS - 1; // 258 has a symbol of its own
      int extra = i < 8 || last ? 0 : (i >> 2) - 1;
      length = last ? LONGEST : length;
      LENGTH_BASE[FIRST_LENGTH + i] = length;
      LENGTH_EXTRA[FIRST_LENGTH + i] = extra;
      for (int k = 0; k < 1 << extra && length + k <= LONGEST; k++) {
        LENGTH_SYMBOL[length + k] = (short) (FIRST_LENGTH + i);
      }
      length += 1 << extra;
    }
    int distance = 1;
    for (int i = 0; i < DISTANCES; i++) {
      int extra = i < 4 ? 0 : (i >> 1) - 1;
      DISTANCE_BASE[i] = distance;
      DISTANCE_EXTRA[i] = extra;
      for (int k = 0; k < 1 << extra; k++) {
        int less = distance + k - 1;
        DISTANCE_SYMBOL[less < NEAR ? less : NEAR + (less >> FAR_SHIFT)] = (byte) i;
      }
      distance += 1 << extra;
    }
  }

  private Symbols() {}

  static int match(int distance, int length) {
    return MATCH | distance << LENGTH_BITS | length;
  }

  static int length(int match) {
    return match & ((1 << LENGTH_BITS) - 1);
  }

  static int distance(int match) {
    return (match & ~MATCH) >>> LENGTH_BITS;
  }

  static int ofLength(int length) {
    return LENGTH_SYMBOL[length];
  }

  static int lengthBase(int symbol) {
    return LENGTH_BASE[symbol];
  }

  static int lengthExtra(int symbol) {
    return LENGTH_EXTRA[symbol];
  }

  static int ofDistance(int distance) {
    int less = distance - 1;
    return DISTANCE_SYMBOL[less < NEAR ? less : NEAR + (less >> FAR_SHIFT)];
  }

  static int distanceBase(int symbol) {
    return DISTANCE_BASE[symbol];
  }

  static int distanceExtra(int symbol) {
    return DISTANCE_EXTRA[symbol];
  }
}
