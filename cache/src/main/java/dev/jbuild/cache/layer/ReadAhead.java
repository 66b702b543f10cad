package dev.jbuild.cache.layer;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stream ahead in a thread of its own, so that a layer is decompressed on one core while
 * its files are made on another. A failure shows where the stream has it. Closing this waits for
 * the thread, and closes the stream then. For one thread.
 */
final class ReadAhead extends InputStream {
  private static final int BUFFERS = 4;
  private static final int BUFFER = 256 * 1024;

  private final InputStream in;
  private final Thread thread;
  private final BlockingQueue<Piece> full = new LinkedBlockingQueue<>();
  private final BlockingQueue<byte[]> free = new LinkedBlockingQueue<>();
  private volatile boolean dropping;
  private Piece current = new Piece(new byte[0], 0, null);
  private int position;
  private boolean ended;

  /** The first bytes of a buffer; none at all are the end, or a failure. */
  private static final class Piece {
    final byte[] bytes;
    final int count;
    final @Nullable Throwable failure;

    Piece(byte[] bytes, int count, @Nullable Throwable failure) {
      this.bytes = bytes;
      this.count = count;
      this.failure = failure;
    }
  }

  ReadAhead(InputStream in) {
    this.in = in;
    for (int i = 0; i < BUFFERS; i++) {
      free.add(new byte[BUFFER]);
    }
    thread = Thread.ofPlatform().daemon().name("layer-input").start(this::readAll);
  }

  private void readAll() {
    Throwable failure = null;
    try {
      for (byte[] buffer = free.take(); !dropping; buffer = free.take()) {
        int count = in.readNBytes(buffer, 0, buffer.length);
        if (count == 0) {
          break;
        }
        full.add(new Piece(buffer, count, null));
      }
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      failure = e;
    }
    full.add(new Piece(new byte[0], 0, failure));
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (position == current.count && !ended) {
      next();
    }
    if (ended) {
      check();
      return -1;
    }
    int count = Math.min(length, current.count - position);
    System.arraycopy(current.bytes, position, buffer, offset, count);
    position += count;
    return count;
  }

  private void next() throws IOException {
    if (current.count > 0) {
      free.add(current.bytes);
    }
    try {
      current = full.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("cancelled").initCause(e);
    }
    position = 0;
    ended = current.count == 0;
  }

  private void check() throws IOException {
    switch (current.failure) {
      case null -> {}
      case IOException e -> throw e;
      case Throwable e -> throw new IllegalStateException("reading a layer", e);
    }
  }

  @Override
  public void close() throws IOException {
    dropping = true;
    free.add(new byte[0]);
    boolean interrupted = Thread.interrupted();
    while (thread.isAlive()) {
      if (interrupted) {
        thread.interrupt(); // who cancels does not want to wait for a registry
      }
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    in.close();
  }
}
