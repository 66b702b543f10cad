package dev.jbuild.cache.layer;

import java.io.IOException;
import java.io.InputStream;

/** The stored bytes of one entry. */
final class TarContent extends InputStream {
  private final InputStream in;
  private long left;

  TarContent(InputStream in, long size) {
    this.in = in;
    this.left = size;
  }

  /** How many bytes were not read yet. */
  long left() {
    return left;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (left == 0) {
      return -1;
    }
    int count = in.read(buffer, offset, (int) Math.min(length, left));
    if (count < 0) {
      throw new TarException("the tar ends within a file");
    }
    left -= count;
    return count;
  }

  /** A decimal number up to a line feed, as in a sparse map. */
  long line() throws IOException {
    long value = 0;
    for (int c = read(); c != '\n'; c = read()) {
      if (c < '0' || c > '9' || value > Long.MAX_VALUE / 10 - 9) {
        throw new TarException("has a broken sparse map");
      }
      value = value * 10 + c - '0';
    }
    return value;
  }
}
