package dev.jbuild.cache.layer;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Passes bytes on in a thread of its own, so that a tar is hashed and written on one core while its
 * files are read on another. What fits into one buffer is passed on without a thread. A failure
 * shows at a later write or at {@link #finish}. Closing it without that drops what is not passed on
 * yet, waits for the thread and leaves the output open. For one thread.
 */
final class BackgroundOutput extends OutputStream {
  private static final int BUFFERS = 4;
  private static final int BUFFER = 256 * 1024;

  private final OutputStream out;
  private final BlockingQueue<Piece> full = new LinkedBlockingQueue<>();
  private final BlockingQueue<byte[]> free = new LinkedBlockingQueue<>();
  private byte[] current = new byte[BUFFER];
  private int made = 1;
  private int count;
  private @Nullable Thread thread;
  private volatile @Nullable Throwable failure;
  private volatile boolean dropping;

  /** The first bytes of a buffer; none at all are the end. */
  private static final class Piece {
    final byte[] bytes;
    final int count;

    Piece(byte[] bytes, int count) {
      this.bytes = bytes;
      this.count = count;
    }
  }

  BackgroundOutput(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int done = 0;
    while (done < length) {
      if (count == current.length) {
        handOver();
      }
      int step = Math.min(length - done, current.length - count);
      System.arraycopy(bytes, offset + done, current, count, step);
      count += step;
      done += step;
    }
  }

  private void handOver() throws IOException {
    if (thread == null) {
      thread = Thread.ofPlatform().daemon().name("layer-output").start(this::passOn);
    }
    check();
    full.add(new Piece(current, count));
    count = 0;
    byte[] next = made < BUFFERS ? free.poll() : take();
    if (next == null) {
      next = new byte[BUFFER];
      made++;
    }
    current = next;
  }

  private byte[] take() throws IOException {
    try {
      return free.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("cancelled").initCause(e);
    }
  }

  /** Goes on after a failure, without passing anything on, so that nobody waits for a buffer. */
  private void passOn() {
    try {
      for (Piece piece = full.take(); piece.count > 0; piece = full.take()) {
        if (failure == null && !dropping) {
          passOn(piece);
        }
        free.add(piece.bytes);
      }
    } catch (InterruptedException e) {
      failure = e; // nobody has this thread to interrupt it
    }
  }

  private void passOn(Piece piece) {
    try {
      out.write(piece.bytes, 0, piece.count);
    } catch (IOException | RuntimeException | Error e) {
      failure = e;
    }
  }

  private void check() throws IOException {
    switch (failure) {
      case null -> {}
      case IOException e -> throw new IOException(e.getMessage(), e);
      case Throwable e -> throw new IllegalStateException("writing a layer", e);
    }
  }

  /** Returns when all bytes are passed on. */
  void finish() throws IOException {
    if (thread != null) {
      if (count > 0) {
        full.add(new Piece(current, count));
      }
      end();
      check();
    } else {
      out.write(current, 0, count);
    }
    count = 0;
  }

  private void end() {
    Thread running = thread;
    if (running == null) {
      return;
    }
    full.add(new Piece(new byte[0], 0));
    boolean interrupted = false;
    while (running.isAlive()) {
      try {
        running.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    thread = null;
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    dropping = true;
    end();
    count = 0;
  }
}
