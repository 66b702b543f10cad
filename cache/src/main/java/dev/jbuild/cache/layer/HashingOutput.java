package dev.jbuild.cache.layer;

import dev.jbuild.oci.Digest;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;

/** Hashes and counts what is written, and passes it on. */
final class HashingOutput extends OutputStream {
  private final OutputStream out;
  private final MessageDigest sha256 = Digest.newSha256();
  private long size;

  HashingOutput(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    sha256.update(bytes, offset, length);
    size += length;
    out.write(bytes, offset, length);
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }

  long size() {
    return size;
  }

  /** The digest of all that was written; to be asked once, at the end. */
  Digest digest() {
    return Digest.ofSha256(sha256);
  }
}
