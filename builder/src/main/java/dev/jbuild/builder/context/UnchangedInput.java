package dev.jbuild.builder.context;

import dev.jbuild.oci.Digest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/** Content that must be what it was before; fails at its end when it is not. */
final class UnchangedInput extends FilterInputStream {
  private final MessageDigest sha256 = Digest.newSha256();
  private final Digest expected;
  private final String name;
  private final Runnable changed;
  private boolean ended;
  private boolean closed;

  /**
   * @param changed is told when it is not
   */
  UnchangedInput(InputStream in, Digest expected, String name, Runnable changed) {
    super(in);
    this.expected = expected;
    this.name = name;
    this.changed = changed;
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
      ended = true;
      check();
    }
    return count;
  }

  private void check() throws IOException {
    if (!Digest.ofSha256(sha256).equals(expected)) {
      changed.run();
      throw new ContextException(
          name + " of the build context changed while it was being copied; build again");
    }
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
        ended = true;
        check();
      }
    }
  }
}
