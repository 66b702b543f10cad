package dev.jbuild.cli.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A client's standard input. The client reads of it only what is asked for. */
final class ClientInput extends InputStream {
  private static final int PIECE = 64 << 10;

  private final Connection connection;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition came = lock.newCondition();
  private ByteBuffer piece = ByteBuffer.allocate(0);
  private boolean asked;
  private volatile boolean used;
  private boolean ended;
  private @Nullable String failure;

  ClientInput(Connection connection) {
    this.connection = connection;
  }

  /** Whether anything was asked for. */
  boolean used() {
    return used;
  }

  /** Bytes came; none at the end. */
  void put(ByteBuffer bytes) {
    lock.lock();
    try {
      piece = bytes;
      ended = !bytes.hasRemaining();
      asked = false;
      came.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void fail(String why) {
    lock.lock();
    try {
      failure = why;
      came.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    lock.lock();
    try {
      while (!piece.hasRemaining() && !ended) {
        ask();
        came.await();
      }
      int count = Math.min(length, piece.remaining());
      piece.get(bytes, offset, count);
      return count == 0 ? -1 : count;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } finally {
      lock.unlock();
    }
  }

  private void ask() throws IOException {
    if (failure != null) {
      throw new IOException("read standard input: " + failure);
    }
    if (!asked) {
      connection.send(Frame.Type.WANTED, PIECE);
      asked = true;
      used = true;
    }
  }
}
