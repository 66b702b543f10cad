package dev.jbuild.builder.image;

import dev.jbuild.builder.BuildListener;
import dev.jbuild.oci.Descriptor;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Tells a listener how much of a blob has been read: about four times a mebibyte, and at its end.
 */
public final class ProgressStream extends FilterInputStream {
  private static final long INTERVAL = 256 * 1024;

  private final BuildListener listener;
  private final String what;
  private final Descriptor blob;
  private long done;
  private long told;

  public ProgressStream(InputStream in, BuildListener listener, String what, Descriptor blob) {
    super(in);
    this.listener = listener;
    this.what = what;
    this.blob = blob;
    listener.transferProgress(what, blob.digest(), 0, blob.size());
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
      done += count;
      if (done - told >= INTERVAL || done == blob.size()) {
        told = done;
        listener.transferProgress(what, blob.digest(), done, blob.size());
      }
    }
    return count;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
