package dev.jbuild.cache.content;

import dev.jbuild.oci.Digest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/** Hashes what is read and fails at the end of the stream when it was not the blob's content. */
final class VerifyingStream extends FilterInputStream {
  private final Digest expected;
  private final Damage damage;
  private final MessageDigest computation;
  private boolean verified;

  VerifyingStream(InputStream in, Digest expected, Damage damage) {
    super(in);
    this.expected = expected;
    this.damage = damage;
    this.computation = expected.newComputation();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int count = in.read(buffer, offset, length);
    if (count > 0) {
      computation.update(buffer, offset, count);
    } else if (count < 0 && !verified) {
      if (!expected.matches(computation)) {
        throw damage.report();
      }
      verified = true;
    }
    return count;
  }

  /** Skipped bytes count too, so they are read. */
  @Override
  public long skip(long count) throws IOException {
    byte[] buffer = new byte[Math.clamp(count, 0, 64 * 1024)];
    long skipped = 0;
    while (skipped < count) {
      int read = read(buffer, 0, (int) Math.min(buffer.length, count - skipped));
      if (read < 0) {
        break;
      }
      skipped += read;
    }
    return skipped;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  interface Damage {
    DamagedBlobException report() throws IOException;
  }
}
