package dev.jbuild.cache.deflate;

import java.util.Arrays;

/**
 * A canonical prefix code (RFC 1951, 3.2.2) whose lengths are as short as the frequencies and the
 * limit allow. The lengths come from Moffat and Katajainen's calculation in place ("In-Place
 * Calculation of Minimum-Redundancy Codes", 1995); what is over the limit is cut and paid back by
 * the longest codes below it.
 */
final class PrefixCode {
  private static final int SYMBOL_BITS = 16;

  private final int limit;
  private final byte[] lengths;
  private final int[] codes;

  PrefixCode(int symbols, int limit) {
    this.limit = limit;
    this.lengths = new byte[symbols];
    this.codes = new int[symbols];
  }

  /** The code's bits in the order in which they are written. */
  int[] codes() {
    return codes;
  }

  /** In bits; 0 for a symbol that does not occur. */
  byte[] lengths() {
    return lengths;
  }

  void build(int[] frequencies) {
    Arrays.fill(lengths, (byte) 0);
    long[] sorted = sorted(frequencies);
    if (sorted.length < 2) {
      complete(sorted.length == 0 ? 0 : symbol(sorted[0]));
    } else {
      int[] counts = limited(depths(sorted));
      int next = 0;
      for (int length = limit; length > 0; length--) {
        for (int i = 0; i < counts[length]; i++) {
          lengths[symbol(sorted[next++])] = (byte) length;
        }
      }
    }
    assign();
  }

  /** Readers want two codes at least. */
  private void complete(int only) {
    lengths[only] = 1;
    lengths[only == 0 ? 1 : 0] = 1;
  }

  private static int symbol(long sorted) {
    return (int) sorted & ((1 << SYMBOL_BITS) - 1);
  }

  /** The symbols that occur, the rarest first. */
  private static long[] sorted(int[] frequencies) {
    long[] sorted = new long[frequencies.length];
    int count = 0;
    for (int i = 0; i < frequencies.length; i++) {
      if (frequencies[i] > 0) {
        sorted[count++] = (long) frequencies[i] << SYMBOL_BITS | i;
      }
    }
    Arrays.sort(sorted, 0, count);
    return Arrays.copyOf(sorted, count);
  }

  /** The code lengths without a limit, the longest first. */
  private static int[] depths(long[] sorted) {
    int count = sorted.length;
    int[] work = new int[count];
    for (int i = 0; i < count; i++) {
      work[i] = (int) (sorted[i] >> SYMBOL_BITS);
    }
    joinParents(work);
    work[count - 2] = 0;
    for (int i = count - 3; i >= 0; i--) {
      work[i] = work[work[i]] + 1;
    }
    int available = 1;
    int root = count - 2;
    int next = count - 1;
    for (int depth = 0; available > 0; depth++) {
      int used = 0;
      for (; root >= 0 && work[root] == depth; root--) {
        used++;
      }
      for (; available > used; available--) {
        work[next--] = depth;
      }
      available = 2 * used;
    }
    return work;
  }

  /** Weights become the indices of their parents. */
  private static void joinParents(int[] work) {
    int root = 0;
    int leaf = 0;
    for (int next = 0; next < work.length - 1; next++) {
      int sum = 0;
      for (int child = 0; child < 2; child++) {
        if (leaf >= work.length || (root < next && work[root] < work[leaf])) {
          sum += work[root];
          work[root++] = next;
        } else {
          sum += work[leaf++];
        }
      }
      work[next] = sum;
    }
  }

  private int[] limited(int[] depths) {
    int[] counts = new int[limit + 1];
    long kraft = 0;
    for (int depth : depths) {
      int length = Math.min(depth, limit);
      counts[length]++;
      kraft += 1L << (limit - length);
    }
    for (; kraft > 1L << limit; kraft--) {
      int longest = limit - 1;
      while (counts[longest] == 0) {
        longest--;
      }
      counts[limit]--;
      counts[longest]--;
      counts[longest + 1] += 2;
    }
    return counts;
  }

  private void assign() {
    int[] next = new int[limit + 2];
    for (byte length : lengths) {
      next[length + 1] += length > 0 ? 1 : 0;
    }
    int code = 0;
    for (int length = 1; length <= limit; length++) {
      code = (code + next[length]) << 1;
      next[length] = code;
    }
    for (int i = 0; i < lengths.length; i++) {
      int length = lengths[i];
      codes[i] = length == 0 ? 0 : Integer.reverse(next[length]++) >>> (Integer.SIZE - length);
    }
  }
}
