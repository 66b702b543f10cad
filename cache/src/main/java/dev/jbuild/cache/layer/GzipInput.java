package dev.jbuild.cache.layer;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * Reads gzip (RFC 1952), all members of it. The JDK's own stream ends after the first member when
 * its input has nothing available at that moment, as a connection often has; layers made for lazy
 * loading are thousands of members.
 */
final class GzipInput extends InputStream {
  private static final int BUFFER = 64 * 1024;
  private static final int FHCRC = 2;
  private static final int FEXTRA = 4;
  private static final int FNAME = 8;
  private static final int FCOMMENT = 16;

  private final InputStream in;
  private final byte[] input = new byte[BUFFER];
  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private int position;
  private int limit;
  private long memberSize;
  private boolean ended;

  GzipInput(InputStream in) throws IOException {
    this.in = in;
    readHeader(next(), next());
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
      int count = inflate(buffer, offset, length);
      if (count > 0) {
        crc.update(buffer, offset, count);
        memberSize += count;
        return count;
      }
      if (inflater.finished()) {
        endMember();
      } else if (inflater.needsDictionary()) {
        throw new ZipException("gzip data asks for a preset dictionary");
      }
    }
    return -1;
  }

  private int inflate(byte[] buffer, int offset, int length) throws IOException {
    if (inflater.needsInput() && !inflater.finished()) {
      if (position == limit && !fill()) {
        throw new EOFException("gzip data ends early");
      }
      inflater.setInput(input, position, limit - position);
      position = limit;
    }
    try {
      return inflater.inflate(buffer, offset, length);
    } catch (DataFormatException e) {
      ZipException broken = new ZipException("gzip data is damaged: " + e.getMessage());
      broken.initCause(e);
      throw broken;
    }
  }

  private void endMember() throws IOException {
    position = limit - inflater.getRemaining();
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

  private boolean fill() throws IOException {
    int count = in.read(input, 0, input.length);
    position = 0;
    limit = Math.max(count, 0);
    return count > 0;
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    in.close();
  }
}
