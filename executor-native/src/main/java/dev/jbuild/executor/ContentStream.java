package dev.jbuild.executor;

import dev.jbuild.executor.wire.Connection;
import dev.jbuild.executor.wire.Frame;
import dev.jbuild.executor.wire.FrameType;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.util.Objects;

/** The content of one file on its way in: exactly {@code size} bytes in DATA frames. */
final class ContentStream extends InputStream {
  private final Connection connection;
  private long unreceived;
  private byte[] block = new byte[0];
  private int position;

  ContentStream(Connection connection, long size) {
    this.connection = connection;
    this.unreceived = size;
  }

  @Override
  public int read() throws IOException {
    return fill() ? block[position++] & 0xFF : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, block.length - position);
    System.arraycopy(block, position, target, offset, count);
    position += count;
    return count;
  }

  @Override
  public int available() {
    return block.length - position;
  }

  /** Receives what the reader left, so that the next frame is the next entry. */
  void drain() throws IOException {
    position = block.length;
    while (fill()) {
      position = block.length;
    }
  }

  private boolean fill() throws IOException {
    if (position < block.length) {
      return true;
    }
    if (unreceived == 0) {
      return false;
    }
    Frame frame = connection.receive();
    if (frame.type() == FrameType.FAIL) {
      throw Requests.failure(frame);
    }
    if (frame.type() != FrameType.DATA || frame.payload().length > unreceived) {
      throw new ProtocolException("expected content, got " + frame.type());
    }
    block = frame.payload();
    position = 0;
    unreceived -= block.length;
    return fill();
  }
}
