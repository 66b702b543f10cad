package dev.jbuild.cache.deflate;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Trades a few percent of size for speed. Two tables remember where four and where eight bytes were
 * last; each place is looked up once in each, without chains, and a short match gives way to a
 * longer one that begins a byte later.
 */
final class FastDeflater implements BlockDeflater {
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int SHORT_BITS = 15;
  private static final int LONG_BITS = 16;
  private static final int NOWHERE = -WINDOW - 1;

  /** Bytes at the end that are not looked up, so that what reads eight stays inside. */
  private static final int TAIL = 16;

  /** Matches of this length and more are taken as they are. */
  private static final int LONG_ENOUGH = 16;

  /** After so many bytes without a match, one byte more is passed over each time. */
  private static final int PATIENCE = 64;

  private static final int LONGEST_STEP = 64;

  private final int[] shorts = new int[1 << SHORT_BITS];
  private final int[] longs = new int[1 << LONG_BITS];
  private final TokenBlock tokens = new TokenBlock();
  private final BitWriter out = new BitWriter();
  private final int stride;

  /**
   * @param stride which places inside a match are remembered: every one, every second, or with 0
   *     the first and the last ones
   */
  FastDeflater(int stride) {
    this.stride = stride;
  }

  @Override
  public int deflate(byte[] bytes, int start, int from, int to) {
    Arrays.fill(shorts, NOWHERE);
    Arrays.fill(longs, NOWHERE);
    tokens.clear();
    out.clear();
    rememberAll(bytes, start, Math.min(from, to - TAIL), Math.max(stride, 1));
    int at = from;
    int written = from;
    while (at < to) {
      at = parse(bytes, at, to);
      tokens.writeTo(out, bytes, written, at);
      written = at;
    }
    out.reserve(Long.BYTES);
    TokenBlock.writeStored(out, bytes, to, to);
    return out.length();
  }

  /** Goes on until there are enough tokens for a block, or to the end; where it stopped. */
  private int parse(byte[] bytes, int from, int to) {
    int at = from;
    int last = to - TAIL;
    int misses = 0;
    while (at < last && !tokens.isFull()) {
      int match = find(bytes, at, to);
      if (match == 0) {
        int end = Math.min(last, at + Math.min(LONGEST_STEP, 1 + misses++ / PATIENCE));
        while (at < end) {
          tokens.literal(bytes[at++]);
        }
        continue;
      }
      misses = 0;
      if (Symbols.length(match) < LONG_ENOUGH) {
        int next = findLong(bytes, at + 1, to);
        if (Symbols.length(next) > Symbols.length(match)) {
          tokens.literal(bytes[at++]);
          match = next;
        }
      }
      tokens.match(match);
      int end = at + Symbols.length(match);
      rememberInside(bytes, at, end, last);
      at = end;
    }
    while (at >= last && at < to && !tokens.isFull()) {
      tokens.literal(bytes[at++]);
    }
    return at;
  }

  /** The match here, or 0. */
  private int find(byte[] bytes, int at, int to) {
    long value = (long) LONGS.get(bytes, at);
    int slot = shortSlot((int) value);
    int candidate = shorts[slot];
    shorts[slot] = at;
    int match = findLong(bytes, at, to);
    if (match == 0
        && candidate >= at - WINDOW
        && candidate >= 0
        && (int) INTS.get(bytes, candidate) == (int) value) {
      return Symbols.match(at - candidate, length(bytes, candidate, at, Integer.BYTES, to));
    }
    return match;
  }

  private int findLong(byte[] bytes, int at, int to) {
    long value = (long) LONGS.get(bytes, at);
    int slot = longSlot(value);
    int candidate = longs[slot];
    longs[slot] = at;
    if (candidate >= at - WINDOW && candidate >= 0 && (long) LONGS.get(bytes, candidate) == value) {
      return Symbols.match(at - candidate, length(bytes, candidate, at, Long.BYTES, to));
    }
    return 0;
  }

  /** How long two places are equal, of which {@code known} bytes are known to be. */
  private static int length(byte[] bytes, int before, int at, int known, int to) {
    int most = Math.min(Symbols.LONGEST, to - at);
    int length = known;
    while (length + Long.BYTES <= most) {
      long difference =
          (long) LONGS.get(bytes, before + length) ^ (long) LONGS.get(bytes, at + length);
      if (difference != 0) {
        return length + Long.numberOfTrailingZeros(difference) / Byte.SIZE;
      }
      length += Long.BYTES;
    }
    while (length < most && bytes[before + length] == bytes[at + length]) {
      length++;
    }
    return length;
  }

  private void rememberInside(byte[] bytes, int at, int end, int last) {
    if (stride > 0) {
      rememberAll(bytes, at + 1, Math.min(end, last), stride);
    } else if (end < last) {
      remember(bytes, at + 2);
      longs[longSlot((long) LONGS.get(bytes, end - 2))] = end - 2;
      shorts[shortSlot((int) INTS.get(bytes, end - 1))] = end - 1;
    }
  }

  private void rememberAll(byte[] bytes, int from, int to, int step) {
    for (int at = from; at < to; at += step) {
      remember(bytes, at);
    }
  }

  private void remember(byte[] bytes, int at) {
    long value = (long) LONGS.get(bytes, at);
    longs[longSlot(value)] = at;
    shorts[shortSlot((int) value)] = at;
  }

  private static int shortSlot(int value) {
    return (value * 0x9E3779B1) >>> (Integer.SIZE - SHORT_BITS);
  }

  private static int longSlot(long value) {
    return (int) ((value * 0x9E3779B185EBCA87L) >>> (Long.SIZE - LONG_BITS));
  }

  @Override
  public byte[] output() {
    return out.bytes();
  }

  @Override
  public void close() {}
}
