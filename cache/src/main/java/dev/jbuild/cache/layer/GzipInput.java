package dev.jbuild.cache.layer;

import dev.jbuild.cache.deflate.RawInflater;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.ZipException;

/**
 * Reads gzip (RFC 1952), all members of it. The JDK's own stream ends after the first member when
 * its input has nothing available at that moment, as a connection often has; layers made for lazy
 * loading are thousands of members.
 */
final class GzipInput extends InputStream {
  private static final int BUFFER = 128 * 1024;
  private static final int FHCRC = 2;
  private static final int FEXTRA = 4;
  private static final int FNAME = 8;
  private static final int FCOMMENT = 16;

  private final InputStream in;
  private final byte[] input = new byte[BUFFER];
  private final RawInflater inflater;
  private final CRC32 crc = new CRC32();
  private int position;
  private int limit;
  private long memberSize;
  private boolean ended;

  /**
   * @param inflater is closed with this, or at once when this is no gzip
   */
  GzipInput(InputStream in, RawInflater inflater) throws IOException {
    this.in = in;
    this.inflater = inflater;
    try {
      readHeader(next(), next());
    } catch (IOException e) {
      inflater.close();
      throw e;
    }
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
    while (!ended) {
      int count = inflater.take(buffer, offset, length);
      if (count > 0) {
        crc.update(buffer, offset, count);
        memberSize += count;
        return count;
      }
      position = limit - inflater.remaining();
      if (inflater.finished()) {
        endMember();
      } else {
        feed(!fill());
      }
    }
    return -1;
  }

  private void feed(boolean last) {
    inflater.feed(input, position, limit, last);
    position = limit;
  }

  private void endMember() throws IOException {
    if (nextInt() != (int) crc.getValue()) {
      throw new ZipException("gzip data is damaged: wrong checksum");
    }
    if (nextInt() != (int) memberSize) {
      throw new ZipException("gzip data is damaged: wrong length");
    }
    crc.reset();
    memberSize = 0;
    inflater.reset();
    int first = 0;
    while (first == 0) { // zeros after the end are padding
      if (position == limit && !fill()) {
        ended = true;
        return;
      }
      first = next();
    }
    readHeader(first, next());
  }

  private void readHeader(int first, int second) throws IOException {
    if (first != 0x1f || second != 0x8b) {
      throw new ZipException("not gzip data, or something else after it");
    }
    if (next() != 8) {
      throw new ZipException("gzip data of an unknown method");
    }
    int flags = next();
    for (int i = 0; i < 6; i++) {
      next();
    }
    if ((flags & FEXTRA) != 0) {
      int length = next() | next() << 8;
      for (int i = 0; i < length; i++) {
        next();
      }
    }
    if ((flags & FNAME) != 0) {
      skipText();
    }
    if ((flags & FCOMMENT) != 0) {
      skipText();
    }
    if ((flags & FHCRC) != 0) {
      next();
      next();
    }
    feed(false);
  }

  private void skipText() throws IOException {
    while (next() != 0) {
      // up to the end of the text
    }
  }

  private int nextInt() throws IOException {
    return next() | next() << 8 | next() << 16 | next() << 24;
  }

  private int next() throws IOException {
    if (position == limit && !fill()) {
      throw new EOFException("gzip data ends early");
    }
    return input[position++] & 0xFF;
  }

  /** Reads behind what is not used yet; false at the end. */
  private boolean fill() throws IOException {
    int kept = limit - position;
    System.arraycopy(input, position, input, 0, kept);
    int count = in.readNBytes(input, kept, input.length - kept);
    position = 0;
    limit = kept + count;
    return count > 0;
  }

  @Override
  public void close() throws IOException {
    inflater.close();
    in.close();
  }
}
