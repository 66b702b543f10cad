package dev.jbuild.cache.layer;

import dev.jbuild.oci.Digest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/** Hashes what is read or skipped. */
final class HashingInput extends FilterInputStream {
  private final MessageDigest sha256 = Digest.newSha256();

  HashingInput(InputStream in) {
    super(in);
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
      sha256.update(buffer, offset, count);
    }
    return count;
  }

  @Override
  public long skip(long count) throws IOException {
    return readNBytes(Math.clamp(count, 0, 64 * 1024)).length;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  /** The digest of all that was read; to be asked once, at the end. */
  Digest digest() {
    return Digest.ofSha256(sha256);
  }
}
