package dev.jbuild.cache.deflate;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Collects bits, the lowest of a byte first (RFC 1951, 3.1.1). */
final class BitWriter {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] bytes = new byte[64 * 1024];
  private int length;
  private long pending;
  private int pendingBits;

  void clear() {
    length = 0;
    pending = 0;
    pendingBits = 0;
  }

  /** Makes place for so many bytes and a long more, which {@link #put} then need not look for. */
  void reserve(int count) {
    int wanted = length + count + 2 * Long.BYTES;
    if (wanted > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(wanted, bytes.length * 2));
    }
  }

  /** Adds at most 56 bits. */
  void put(long bits, int count) {
    pending |= bits << pendingBits;
    pendingBits += count;
    LONGS.set(bytes, length, pending);
    int whole = pendingBits >> 3;
    length += whole;
    pending = whole == Long.BYTES ? 0 : pending >>> (whole << 3);
    pendingBits &= 7;
  }

  /** Fills the last byte with zeros. */
  void align() {
    if (pendingBits > 0) {
      put(0, 8 - pendingBits);
    }
  }

  /** Adds whole bytes; there is a byte boundary. */
  void put(byte[] from, int offset, int count) {
    System.arraycopy(from, offset, bytes, length, count);
    length += count;
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }
}
