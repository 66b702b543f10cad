package dev.jbuild.cache.deflate;

import java.util.Arrays;

/** The literals and matches of one deflate block, and how they are written (RFC 1951, 3.2). */
final class TokenBlock {
  private static final int CAPACITY = 32 * 1024;

  /** More than is ever added between two looks at {@link #isFull}. */
  private static final int RESERVE = 256;

  private static final int LONGEST_CODE = 15;
  private static final int LARGEST_STORED = 65_535;
  private static final int MOST_BYTES_OF_A_TOKEN = 7;
  private static final int HEADER = 1024;

  private final int[] tokens = new int[CAPACITY];
  private final int[] literalCounts = new int[Symbols.LITERALS];
  private final int[] distanceCounts = new int[Symbols.DISTANCES];
  private final PrefixCode literalCode = new PrefixCode(Symbols.LITERALS, LONGEST_CODE);
  private final PrefixCode distanceCode = new PrefixCode(Symbols.DISTANCES, LONGEST_CODE);
  private final CodeLengths lengths = new CodeLengths();
  private int count;

  void clear() {
    count = 0;
    Arrays.fill(literalCounts, 0);
    Arrays.fill(distanceCounts, 0);
  }

  boolean isFull() {
    return count >= CAPACITY - RESERVE;
  }

  void literal(byte value) {
    int symbol = value & 0xFF;
    tokens[count++] = symbol;
    literalCounts[symbol]++;
  }

  void match(int match) {
    tokens[count++] = match;
    literalCounts[Symbols.ofLength(Symbols.length(match))]++;
    distanceCounts[Symbols.ofDistance(Symbols.distance(match))]++;
  }

  /** Writes what the tokens stand for, {@code bytes[from]} to {@code bytes[to - 1]}, and clears. */
  void writeTo(BitWriter out, byte[] bytes, int from, int to) {
    if (count == 0) {
      return;
    }
    literalCounts[Symbols.END] = 1;
    literalCode.build(literalCounts);
    distanceCode.build(distanceCounts);
    lengths.take(literalCode.lengths(), distanceCode.lengths());
    if (bits() / Byte.SIZE > to - from) {
      writeStored(out, bytes, from, to);
    } else {
      out.reserve(HEADER + count * MOST_BYTES_OF_A_TOKEN);
      out.put(0b100, 3); // not the last block; codes of its own
      lengths.writeTo(out);
      writeTokens(out);
    }
    clear();
  }

  private long bits() {
    long bits = lengths.bits();
    byte[] literals = literalCode.lengths();
    for (int i = 0; i < literals.length; i++) {
      bits += (long) literalCounts[i] * (literals[i] + Symbols.lengthExtra(i));
    }
    byte[] distances = distanceCode.lengths();
    for (int i = 0; i < distances.length; i++) {
      bits += (long) distanceCounts[i] * (distances[i] + Symbols.distanceExtra(i));
    }
    return bits;
  }

  private void writeTokens(BitWriter out) {
    byte[] literals = literalCode.lengths();
    int[] literalCodes = literalCode.codes();
    byte[] distances = distanceCode.lengths();
    int[] distanceCodes = distanceCode.codes();
    for (int i = 0; i < count; i++) {
      int token = tokens[i];
      if (token >= 0) {
        out.put(literalCodes[token], literals[token]);
        continue;
      }
      int length = Symbols.length(token);
      int symbol = Symbols.ofLength(length);
      long bits = literalCodes[symbol];
      int size = literals[symbol];
      bits |= (long) (length - Symbols.lengthBase(symbol)) << size;
      size += Symbols.lengthExtra(symbol);
      int distance = Symbols.distance(token);
      symbol = Symbols.ofDistance(distance);
      bits |= (long) distanceCodes[symbol] << size;
      size += distances[symbol];
      bits |= (long) (distance - Symbols.distanceBase(symbol)) << size;
      out.put(bits, size + Symbols.distanceExtra(symbol));
    }
    out.put(literalCodes[Symbols.END], literals[Symbols.END]);
  }

  static void writeStored(BitWriter out, byte[] bytes, int from, int to) {
    int at = from;
    do {
      int size = Math.min(to - at, LARGEST_STORED);
      out.reserve(size + Long.BYTES);
      out.put(0, 3);
      out.align();
      out.put(size | (((long) ~size << Short.SIZE) & 0xFFFF_0000L), Integer.SIZE);
      out.put(bytes, at, size);
      at += size;
    } while (at < to);
  }
}
