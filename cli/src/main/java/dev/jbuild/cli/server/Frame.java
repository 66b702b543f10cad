package dev.jbuild.cli.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** A message between client and server: a letter, the length as four bytes, and what it says. */
record Frame(Type type, ByteBuffer payload) {
  private static final int HEAD = 5;
  private static final int LONGEST = 8 << 20;

  /**
   * The kinds of messages, with the names and letters that cli/src/main/c/talk.h has for them, too.
   */
  enum Type {
    /** Of a client: a command with all that it needs. */
    HELLO('H'),
    /** Of a client: bytes of its standard input; none at the end. */
    INPUT('D'),
    /** Of a client: the number of a signal. */
    SIGNAL('S'),
    /** Of a client: rows and columns of the window that changed. */
    WINDOW('W'),
    /** Of a client: the number of a stream that failed, and why. */
    FAILED_STREAM('C'),
    /** Of a client: asks how the server is. */
    STATUS('T'),
    /** Of a client: asks the server to end when its commands have. */
    STOP('Q'),
    /** Of the server: the command begins. */
    BEGUN('B'),
    /** Of the server: the command did nothing yet, and needs a process of its own. */
    REFUSED('R'),
    /** Of the server: how many bytes of standard input it would take. */
    WANTED('N'),
    OUT('O'),
    ERR('E'),
    /** Of the server: the exit code. */
    EXITED('X'),
    /** Of the server: a text about itself. */
    INFO('I');

    private final char letter;

    Type(char letter) {
      this.letter = letter;
    }

    private static Type of(byte letter) throws IOException {
      for (Type type : values()) {
        if (type.letter == letter) {
          return type;
        }
      }
      throw new IOException("a frame of the unknown type " + letter);
    }
  }

  static ByteBuffer bytes(Type type, byte[] payload, int offset, int length) {
    ByteBuffer frame = ByteBuffer.allocate(HEAD + length);
    frame.put((byte) type.letter).putInt(length).put(payload, offset, length);
    return frame.flip();
  }

  /** The next frame of a channel, null when there are no more. */
  static @Nullable Frame read(SocketChannel channel) throws IOException {
    ByteBuffer head = ByteBuffer.allocate(HEAD);
    if (!fill(channel, head)) {
      return null;
    }
    Type type = Type.of(head.get());
    int length = head.getInt();
    if (length < 0 || length > LONGEST) {
      throw new IOException("a frame of " + length + " bytes");
    }
    ByteBuffer payload = ByteBuffer.allocate(length);
    return fill(channel, payload) ? new Frame(type, payload) : null;
  }

  private static boolean fill(SocketChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        return false;
      }
    }
    buffer.flip();
    return true;
  }
}
