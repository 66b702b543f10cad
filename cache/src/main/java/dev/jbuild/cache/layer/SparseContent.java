package dev.jbuild.cache.layer;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;

/** A sparse file of a tar as all its bytes: the stored pieces with zeros between them. */
final class SparseContent extends InputStream {
  private final InputStream stored;
  private final List<Long> numbers;
  private final long size;
  private long position;
  private int piece;

  /** {@code numbers} are the offset and length of each piece, by turns, in rising order. */
  SparseContent(InputStream stored, List<Long> numbers, long size, long storedSize)
      throws TarException {
    this.stored = stored;
    this.numbers = numbers;
    this.size = size;
    long end = 0;
    long sum = 0;
    boolean valid = numbers.size() % 2 == 0;
    for (int i = 0; valid && i < numbers.size(); i += 2) {
      long offset = numbers.get(i);
      long length = numbers.get(i + 1);
      valid = offset >= end && length >= 0 && offset <= size && length <= size - offset;
      end = offset + length;
      sum += length;
    }
    if (!valid || sum != storedSize) {
      throw new TarException("the tar has a sparse file with a broken map");
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (position == size) {
      return -1;
    }
    while (piece < numbers.size() && position == numbers.get(piece) + numbers.get(piece + 1)) {
      piece += 2;
    }
    long start = piece < numbers.size() ? numbers.get(piece) : size;
    if (position < start) {
      int zeros = (int) Math.min(length, start - position);
      Arrays.fill(buffer, offset, offset + zeros, (byte) 0);
      position += zeros;
      return zeros;
    }
    long end = start + numbers.get(piece + 1);
    int count = stored.read(buffer, offset, (int) Math.min(length, end - position));
    if (count < 0) {
      throw new EOFException("the tar ends within a sparse file");
    }
    position += count;
    return count;
  }
}
