package dev.jbuild.cache.layer;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The fields of one header block: USTAR, GNU, star or the old form. */
final class TarBlock {
  private final byte[] bytes;

  TarBlock(byte[] bytes) {
    this.bytes = bytes;
  }

  boolean isZero() {
    for (byte b : bytes) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  /** Some old writers summed up signed bytes. */
  boolean hasRightChecksum() {
    int unsigned = 0;
    int signed = 0;
    for (int i = 0; i < bytes.length; i++) {
      byte b = i >= 148 && i < 156 ? (byte) ' ' : bytes[i];
      unsigned += b & 0xFF;
      signed += b;
    }
    try {
      long stated = number(148, 8, "checksum");
      return stated == unsigned || stated == signed;
    } catch (TarException e) {
      return false;
    }
  }

  char type() {
    return (char) (bytes[156] & 0xFF);
  }

  byte[] name() {
    byte[] name = text(0, 100);
    if (!has(257, "ustar\0")) {
      return name;
    }
    byte[] prefix = text(345, has(508, "tar\0") ? 131 : 155);
    if (prefix.length == 0) {
      return name;
    }
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    joined.writeBytes(prefix);
    joined.write('/');
    joined.writeBytes(name);
    return joined.toByteArray();
  }

  byte[] link() {
    return text(157, 100);
  }

  int mode() throws TarException {
    return (int) (number(100, 8, "mode") & 07777);
  }

  long uid() throws TarException {
    return number(108, 8, "owner");
  }

  long gid() throws TarException {
    return number(116, 8, "group");
  }

  long size() throws TarException {
    long size = number(124, 12, "size");
    if (size < 0) {
      throw new TarException("the tar has a negative size");
    }
    return size;
  }

  long mtime() throws TarException {
    return number(136, 12, "time");
  }

  int major() throws TarException {
    return (int) number(329, 8, "device number");
  }

  int minor() throws TarException {
    return (int) number(337, 8, "device number");
  }

  /** The four pieces of an old GNU sparse header, see {@link #sparsePieces}. */
  List<Long> headerSparsePieces() throws TarException {
    return sparsePieces(386, 4);
  }

  boolean headerSparseGoesOn() {
    return bytes[482] != 0;
  }

  long sparseSize() throws TarException {
    return number(483, 12, "size of a sparse file");
  }

  /** The 21 pieces of a block that goes on with a sparse header. */
  List<Long> blockSparsePieces() throws TarException {
    return sparsePieces(0, 21);
  }

  boolean blockSparseGoesOn() {
    return bytes[504] != 0;
  }

  /** Offsets and lengths by turns; an unused piece begins with NUL. */
  private List<Long> sparsePieces(int offset, int count) throws TarException {
    List<Long> pieces = new ArrayList<>();
    for (int i = offset; i < offset + count * 24 && bytes[i] != 0; i += 24) {
      pieces.add(number(i, 12, "sparse map"));
      pieces.add(number(i + 12, 12, "sparse map"));
    }
    return pieces;
  }

  private boolean has(int offset, String text) {
    byte[] wanted = text.getBytes(StandardCharsets.US_ASCII);
    return Arrays.equals(bytes, offset, offset + wanted.length, wanted, 0, wanted.length);
  }

  private byte[] text(int offset, int length) {
    int end = offset;
    while (end < offset + length && bytes[end] != 0) {
      end++;
    }
    return Arrays.copyOfRange(bytes, offset, end);
  }

  /** Octal digits, or with the first bit set a big-endian number (GNU "base-256"). */
  private long number(int offset, int length, String what) throws TarException {
    if (bytes[offset] < 0) {
      return binary(offset, length, what);
    }
    int at = offset;
    int end = offset + length;
    while (at < end && (bytes[at] == ' ' || bytes[at] == 0)) {
      at++;
    }
    long value = 0;
    for (; at < end && bytes[at] != ' ' && bytes[at] != 0; at++) {
      if (bytes[at] < '0' || bytes[at] > '7') {
        throw new TarException("the tar has a header without a number as its " + what);
      }
      value = value << 3 | (bytes[at] - '0');
    }
    return value;
  }

  private long binary(int offset, int length, String what) throws TarException {
    boolean negative = (bytes[offset] & 0x40) != 0;
    long value = negative ? bytes[offset] : bytes[offset] & 0x3F;
    for (int i = offset + 1; i < offset + length; i++) {
      if (value >> 54 != (negative ? -1 : 0)) {
        throw new TarException("the tar has a header with too large a number as its " + what);
      }
      value = value << 8 | (bytes[i] & 0xFF);
    }
    return value;
  }
}
