package dev.jbuild.cache.layer;

import dev.jbuild.cache.disk.StoreException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Copies what is read to an output, up to a number of bytes that must not be passed. */
final class TeeInput extends FilterInputStream {
  private final OutputStream copy;
  private final long most;
  private long count;
  private boolean failed;

  TeeInput(InputStream in, OutputStream copy, long most) {
    super(in);
    this.copy = copy;
    this.most = most;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    failed = true; // until it is known better
    int read = in.read(buffer, offset, length);
    if (read > 0) {
      count += read;
      if (count > most) {
        throw new StoreException("a blob is longer than the " + most + " bytes announced");
      }
      copy.write(buffer, offset, read);
    }
    failed = false;
    return read;
  }

  /** Whether the last read failed, so that there can be no other. */
  boolean hasFailed() {
    return failed;
  }

  @Override
  public long skip(long wanted) throws IOException {
    return readNBytes(Math.clamp(wanted, 0, 64 * 1024)).length;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
