package dev.jbuild.builder.ssh;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** Messages of the agent protocol: a length of four bytes, then so many bytes. */
final class AgentMessages {
  private static final int LONGEST = 256 * 1024; // as OpenSSH's

  private AgentMessages() {}

  /** The next message, or null when the peer is done. */
  static byte @Nullable [] receive(SocketChannel channel) throws IOException {
    ByteBuffer head = ByteBuffer.allocate(Integer.BYTES);
    if (!fill(channel, head)) {
      return null;
    }
    int length = head.getInt(0);
    if (length < 1 || length > LONGEST) {
      throw new ProtocolException("a message of the ssh agent has " + length + " bytes");
    }
    ByteBuffer message = ByteBuffer.allocate(length);
    return fill(channel, message) ? message.array() : null;
  }

  private static boolean fill(SocketChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        return false;
      }
    }
    return true;
  }

  static void send(SocketChannel channel, byte[] message) throws IOException {
    ByteBuffer all = ByteBuffer.allocate(Integer.BYTES + message.length);
    all.putInt(message.length).put(message).flip();
    while (all.hasRemaining()) {
      channel.write(all);
    }
  }
}
