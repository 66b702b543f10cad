package dev.jbuild.oci.layer;

import dev.jbuild.oci.Digest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/**
 * Content whose SHA-256 is known before it is read; fails at its end when it is another. Who has
 * read to the end need not hash it once more. For one thread.
 */
public final class KnownInput extends FilterInputStream {
  private final MessageDigest sha256 = Digest.newSha256();
  private final Digest expected;
  private final Change change;
  private boolean ended;
  private boolean good;
  private boolean closed;

  /** Content is not what it was. */
  @FunctionalInterface
  public interface Change {
    IOException failure();
  }

  /**
   * @param change is asked for the failure when it is not
   */
  public KnownInput(InputStream in, Digest expected, Change change) {
    super(in);
    this.expected = expected;
    this.change = change;
  }

  /** The SHA-256 of what was read, once that was everything. */
  public Digest digest() {
    if (!good) {
      throw new IllegalStateException("not read to the end");
    }
    return expected;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = super.read(bytes, offset, length);
    if (count > 0) {
      sha256.update(bytes, offset, count);
    } else if (count < 0 && !ended) {
      check();
    }
    return count;
  }

  private void check() throws IOException {
    ended = true;
    if (!Digest.ofSha256(sha256).equals(expected)) {
      throw change.failure();
    }
    good = true;
  }

  /** Who reads only as many bytes as were promised has not seen the end. */
  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try (InputStream closing = in) {
      if (!ended && closing.read() < 0) {
        check();
      }
    }
  }
}
