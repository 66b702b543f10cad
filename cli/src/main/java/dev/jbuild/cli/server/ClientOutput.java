package dev.jbuild.cli.server;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** A client's standard output or standard error. */
final class ClientOutput extends OutputStream {
  private static final int PIECE = 32 << 10;

  private final Connection connection;
  private final Frame.Type type;
  private volatile @Nullable String failure;
  private volatile boolean used;

  ClientOutput(Connection connection, Frame.Type type) {
    this.connection = connection;
    this.type = type;
  }

  /** The client could not write; why is the system's text for it. */
  void fail(String why) {
    failure = why;
  }

  /** Whether anything was written. */
  boolean used() {
    return used;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    used = true;
    for (int done = 0; done < length; done += PIECE) {
      String why = failure;
      if (why != null) {
        throw new IOException(why);
      }
      connection.send(type, bytes, offset + done, Math.min(PIECE, length - done));
    }
  }
}
