package dev.jbuild.cache.deflate;

import java.io.EOFException;
import java.io.IOException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/** The inflater of the JDK. */
final class ZlibInflater implements RawInflater {
  private final Inflater inflater = new Inflater(true);
  private boolean last;

  @Override
  public void feed(byte[] bytes, int from, int to, boolean last) {
    inflater.setInput(bytes, from, to - from);
    this.last = last;
  }

  @Override
  public int take(byte[] buffer, int offset, int length) throws IOException {
    try {
      int count = inflater.inflate(buffer, offset, length);
      if (count == 0 && inflater.needsDictionary()) {
        throw new ZipException("gzip data asks for a preset dictionary");
      }
      if (count == 0 && last && !inflater.finished()) {
        throw new EOFException("gzip data ends early");
      }
      return count;
    } catch (DataFormatException e) {
      ZipException broken = new ZipException("gzip data is damaged: " + e.getMessage());
      broken.initCause(e);
      throw broken;
    }
  }

  @Override
  public boolean finished() {
    return inflater.finished();
  }

  @Override
  public int remaining() {
    return inflater.getRemaining();
  }

  @Override
  public void reset() {
    inflater.reset();
    last = false;
  }

  @Override
  public void close() {
    inflater.end();
  }
}
