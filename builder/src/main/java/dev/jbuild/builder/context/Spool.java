package dev.jbuild.builder.context;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Contents kept in one temporary file between the stream that gives them and the layer that needs
 * them in another order. Written by one thread.
 */
public final class Spool implements AutoCloseable {
  private static final int BUFFER = 128 * 1024;

  private final FileChannel file;
  private long end;

  public Spool(Path path) throws IOException {
    this.file =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);
  }

  /** Keeps all that {@code in} has. */
  public Content keep(InputStream in) throws IOException {
    long start = end;
    byte[] buffer = new byte[BUFFER];
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, count);
      while (bytes.hasRemaining()) {
        end += file.write(bytes, end);
      }
    }
    long stop = end;
    return () -> new Part(start, stop);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private final class Part extends InputStream {
    private final long stop;
    private long position;

    Part(long start, long stop) {
      this.position = start;
      this.stop = stop;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int wanted = (int) Math.min(length, stop - position);
      if (wanted == 0) {
        return length == 0 ? 0 : -1;
      }
      int count = file.read(ByteBuffer.wrap(bytes, offset, wanted), position);
      position += Math.max(count, 0);
      return count;
    }
  }
}
