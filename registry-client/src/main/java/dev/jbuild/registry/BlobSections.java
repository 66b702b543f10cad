package dev.jbuild.registry;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The sections of a blob. One that begins where another has ended reads on in the same stream, so
 * that a blob of many sections is read once. What is opened while the blob is being made may end
 * before the blob does, and serves one section. Safe for threads.
 */
final class BlobSections implements AutoCloseable {

  private final GrowingBlob blob;
  private @Nullable InputStream idle;
  private long position;
  private boolean closed;

  BlobSections(GrowingBlob blob) {
    this.blob = blob;
  }

  /** {@code size} bytes from {@code offset} on. */
  BlobSource section(long offset, long size) {
    return () -> {
      boolean whole = blob.whole().isPresent();
      InputStream in = take(offset);
      return new Section(in != null ? in : openAt(offset), offset, size, whole);
    };
  }

  private synchronized @Nullable InputStream take(long offset) throws IOException {
    InputStream in = idle;
    idle = null;
    if (in != null && position != offset) {
      in.close();
      return null;
    }
    return in;
  }

  private InputStream openAt(long offset) throws IOException {
    InputStream in = blob.open();
    try {
      in.skipNBytes(offset);
      return in;
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  private synchronized void giveBack(InputStream in, long at) throws IOException {
    if (closed || idle != null) {
      in.close();
      return;
    }
    idle = in;
    position = at;
  }

  @Override
  public synchronized void close() throws IOException {
    closed = true;
    if (idle != null) {
      idle.close();
      idle = null;
    }
  }

  private final class Section extends InputStream {

    private final InputStream in;
    private final long end;
    private final boolean goesOn;
    private long left;
    private boolean open = true;

    Section(InputStream in, long offset, long size, boolean goesOn) {
      this.in = in;
      this.end = offset + size;
      this.left = size;
      this.goesOn = goesOn;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, buffer.length);
      if (left == 0 && length > 0) {
        return -1;
      }
      int count = in.read(buffer, offset, (int) Math.min(length, left));
      left -= Math.max(count, 0);
      return count;
    }

    @Override
    public void close() throws IOException {
      if (!open) {
        return;
      }
      open = false;
      if (goesOn && left == 0) {
        giveBack(in, end);
      } else {
        in.close();
      }
    }
  }
}
