package dev.jbuild.cache.deflate;

import java.util.Arrays;

/** The code lengths at the head of a block, as runs with a code of their own (RFC 1951, 3.2.7). */
final class CodeLengths {
  private static final int[] ORDER = {
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15
  };
  private static final int REPEAT = 16;
  private static final int ZEROS = 17;
  private static final int MANY_ZEROS = 18;
  private static final int LEAST_LITERALS = 257;
  private static final int LEAST_CODES = 4;
  private static final int[] EXTRA_BITS = new int[19];

  static {
    EXTRA_BITS[REPEAT] = 2;
    EXTRA_BITS[ZEROS] = 3;
    EXTRA_BITS[MANY_ZEROS] = 7;
  }

  private final byte[] all = new byte[Symbols.LITERALS + Symbols.DISTANCES];
  private final int[] runs = new int[all.length];
  private final int[] counts = new int[ORDER.length];
  private final PrefixCode code = new PrefixCode(ORDER.length, 7);
  private int literals;
  private int distances;
  private int runCount;
  private int codes;

  void take(byte[] literalLengths, byte[] distanceLengths) {
    literals = used(literalLengths, LEAST_LITERALS);
    distances = used(distanceLengths, 1);
    System.arraycopy(literalLengths, 0, all, 0, literals);
    System.arraycopy(distanceLengths, 0, all, literals, distances);
    Arrays.fill(counts, 0);
    runCount = 0;
    int size = literals + distances;
    for (int at = 0; at < size; ) {
      int end = at + 1;
      while (end < size && all[end] == all[at]) {
        end++;
      }
      addRun(all[at], end - at);
      at = end;
    }
    code.build(counts);
    codes = ORDER.length;
    while (codes > LEAST_CODES && code.lengths()[ORDER[codes - 1]] == 0) {
      codes--;
    }
  }

  private static int used(byte[] lengths, int least) {
    int count = lengths.length;
    while (count > least && lengths[count - 1] == 0) {
      count--;
    }
    return count;
  }

  private void addRun(int length, int run) {
    int left = run;
    if (length == 0) {
      left = addRepeats(MANY_ZEROS, 11, 138, left);
      left = addRepeats(ZEROS, 3, 10, left);
    } else {
      add(length, 0);
      left = addRepeats(REPEAT, 3, 6, left - 1);
    }
    for (; left > 0; left--) {
      add(length, 0);
    }
  }

  private int addRepeats(int symbol, int least, int most, int run) {
    int left = run;
    while (left >= least) {
      int part = Math.min(left, most);
      add(symbol, part - least);
      left -= part;
    }
    return left;
  }

  private void add(int symbol, int extra) {
    runs[runCount++] = symbol | extra << Byte.SIZE;
    counts[symbol]++;
  }

  /** What {@link #writeTo} will write. */
  long bits() {
    long bits = 5 + 5 + 4 + 3L * codes;
    for (int i = 0; i < counts.length; i++) {
      bits += (long) counts[i] * (code.lengths()[i] + EXTRA_BITS[i]);
    }
    return bits;
  }

  void writeTo(BitWriter out) {
    out.put(literals - LEAST_LITERALS, 5);
    out.put(distances - 1, 5);
    out.put(codes - LEAST_CODES, 4);
    for (int i = 0; i < codes; i++) {
      out.put(code.lengths()[ORDER[i]], 3);
    }
    for (int i = 0; i < runCount; i++) {
      int symbol = runs[i] & 0xFF;
      out.put(code.codes()[symbol], code.lengths()[symbol]);
      out.put(runs[i] >> Byte.SIZE, EXTRA_BITS[symbol]);
    }
  }
}
