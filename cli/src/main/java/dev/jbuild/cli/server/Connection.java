package dev.jbuild.cli.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The connection to one client. A thread of its own writes to it: a channel closes itself when a
 * thread that uses it is interrupted, as those of a command that is cancelled are.
 */
final class Connection implements AutoCloseable {
  private static final int MOST_QUEUED = 256 << 10;
  private static final byte[] NOTHING = new byte[0];

  private final SocketChannel channel;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<ByteBuffer> queue = new ArrayDeque<>();
  private final Thread writer;
  private long queued;
  private boolean closing;
  private boolean broken;

  Connection(SocketChannel channel) {
    this.channel = channel;
    this.writer = Thread.ofPlatform().daemon().name("writer").unstarted(this::write);
  }

  /** The connection, ready to be written to. */
  static Connection open(SocketChannel channel) {
    Connection connection = new Connection(channel);
    connection.writer.start();
    return connection;
  }

  @Nullable Frame read() throws IOException {
    return Frame.read(channel);
  }

  void send(Frame.Type type) throws IOException {
    send(type, NOTHING, 0, 0);
  }

  void send(Frame.Type type, int value) throws IOException {
    send(type, ByteBuffer.allocate(Integer.BYTES).putInt(value).array(), 0, Integer.BYTES);
  }

  /**
   * Sends a frame, soon; waits while too much is not sent yet.
   *
   * @throws IOException when nobody reads any more
   */
  void send(Frame.Type type, byte[] bytes, int offset, int length) throws IOException {
    ByteBuffer frame = Frame.bytes(type, bytes, offset, length);
    lock.lock();
    try {
      while (queued > MOST_QUEUED && !broken) {
        changed.awaitUninterruptibly();
      }
      if (broken || closing) {
        throw new IOException("Broken pipe");
      }
      queue.add(frame);
      queued += frame.remaining();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Nobody reads any more; whoever waits to send fails. */
  void fail() {
    lock.lock();
    try {
      broken = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void write() {
    try {
      for (ByteBuffer frame = next(); frame != null; frame = next()) {
        while (frame.hasRemaining()) {
          channel.write(frame);
        }
      }
    } catch (IOException e) {
      fail(); // those who send are told
    }
  }

  private @Nullable ByteBuffer next() {
    lock.lock();
    try {
      while (queue.isEmpty() && !closing && !broken) {
        changed.awaitUninterruptibly();
      }
      ByteBuffer frame = broken ? null : queue.poll();
      queued -= frame == null ? 0 : frame.remaining();
      changed.signalAll();
      return frame;
    } finally {
      lock.unlock();
    }
  }

  /** Closes it once everything is sent. */
  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      closing = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    boolean interrupted = Thread.interrupted();
    while (writer.isAlive()) {
      try {
        writer.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    channel.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
