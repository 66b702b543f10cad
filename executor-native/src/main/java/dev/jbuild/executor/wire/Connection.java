package dev.jbuild.executor.wire;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/**
 * One request to the helper. Closing it before the answer cancels the request. One thread may read
 * while others write; a thread that is interrupted in here closes the connection.
 */
public final class Connection implements AutoCloseable {
  /** The most that one data frame carries. */
  public static final int CHUNK = 128 << 10;

  private static final int LIMIT = 4 << 20;
  private static final int HEAD = 8;

  private final SocketChannel channel;
  private final ByteBuffer in =
      ByteBuffer.allocateDirect(64 << 10).order(ByteOrder.LITTLE_ENDIAN).flip();
  private final ByteBuffer out =
      ByteBuffer.allocateDirect(CHUNK + HEAD).order(ByteOrder.LITTLE_ENDIAN);

  private Connection(SocketChannel channel) {
    this.channel = channel;
  }

  public static Connection open(Path socket) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.connect(UnixDomainSocketAddress.of(socket));
      return new Connection(channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** The bytes of a frame, for a file that another process sends. */
  public static byte[] frameBytes(FrameType type, Fields fields) {
    byte[] payload = fields.toByteArray();
    return ByteBuffer.allocate(HEAD + payload.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(type.code())
        .putInt(payload.length)
        .put(payload)
        .array();
  }

  /** The frame in bytes that {@code jbuild-exec attach} left. */
  public static Frame parseFrame(byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (buffer.remaining() < HEAD) {
      throw new EOFException("no frame");
    }
    FrameType type = FrameType.of(buffer.getInt());
    byte[] payload = new byte[buffer.getInt()];
    if (payload.length != buffer.remaining()) {
      throw new ProtocolException("a frame of the wrong length");
    }
    buffer.get(payload);
    return new Frame(type, payload);
  }

  public void send(FrameType type, Fields fields) throws IOException {
    byte[] payload = fields.toByteArray();
    send(type, payload, 0, payload.length);
  }

  public void send(FrameType type) throws IOException {
    send(type, new byte[0], 0, 0);
  }

  /** Gathers the frame with others; {@link #flush} sends them. */
  public synchronized void send(FrameType type, byte[] bytes, int offset, int length)
      throws IOException {
    if (length > LIMIT) {
      throw new ProtocolException(
          type + " of " + length + " bytes is more than the " + LIMIT + " that a frame holds");
    }
    if (out.remaining() < HEAD + length) {
      flush();
    }
    out.putInt(type.code()).putInt(length);
    if (length <= out.remaining()) {
      out.put(bytes, offset, length);
      return;
    }
    flush();
    writeAll(ByteBuffer.wrap(bytes, offset, length));
  }

  public synchronized void flush() throws IOException {
    out.flip();
    try {
      writeAll(out);
    } finally {
      out.clear();
    }
  }

  private void writeAll(ByteBuffer buffer) throws IOException {
    try {
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    } catch (IOException e) {
      throw new WriteException(e);
    }
  }

  /**
   * The next frame.
   *
   * @throws EOFException when the helper closed the connection: it was killed
   */
  public Frame receive() throws IOException {
    fill(HEAD);
    FrameType type = FrameType.of(in.getInt());
    int length = in.getInt();
    if (length < 0 || length > LIMIT) {
      throw new ProtocolException("frame " + type + " has a length of " + length);
    }
    byte[] payload = new byte[length];
    int buffered = Math.min(length, in.remaining());
    in.get(payload, 0, buffered);
    ByteBuffer rest = ByteBuffer.wrap(payload, buffered, length - buffered);
    while (rest.hasRemaining()) {
      read(rest);
    }
    return new Frame(type, payload);
  }

  private void fill(int needed) throws IOException {
    while (in.remaining() < needed) {
      in.compact();
      try {
        read(in);
      } finally {
        in.flip();
      }
    }
  }

  private void read(ByteBuffer target) throws IOException {
    if (channel.read(target) < 0) {
      throw new EOFException("the native helper went away");
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
