package dev.jbuild.cache.deflate;

import dev.jbuild.oci.layer.NativeDeflater;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The deflaters of one stream, as many as there are threads that ask at once. For our own levels
 * they are processes where those can be had; whichever it is, the bytes are the same. Safe for
 * threads.
 */
public final class BlockDeflaters implements AutoCloseable {
  private final int level;
  private final Supplier<Optional<NativeDeflater>> processes;
  private final Deque<BlockDeflater> free = new ArrayDeque<>();
  private volatile boolean foreign;
  private boolean closed;

  /**
   * @param processes asked until it has none to give
   */
  public BlockDeflaters(int level, Supplier<Optional<NativeDeflater>> processes) {
    this.level = level;
    this.processes = processes;
    this.foreign = level < BlockDeflater.FIRST_OF_ZLIB;
  }

  /** All in Java. */
  public BlockDeflaters(int level) {
    this(level, Optional::empty);
  }

  /** One for the caller alone until it gives it back. */
  public BlockDeflater take() {
    synchronized (this) {
      BlockDeflater there = free.poll();
      if (there != null) {
        return there;
      }
    }
    return open();
  }

  private BlockDeflater open() {
    if (foreign) {
      Optional<NativeDeflater> process = processes.get();
      if (process.isPresent()) {
        return new ForeignDeflater(process.get(), BlockDeflater.stride(level));
      }
      foreign = false;
    }
    return inJava();
  }

  /** For what is too little to start a process for. */
  public BlockDeflater inJava() {
    return BlockDeflater.ofLevel(level);
  }

  public void give(BlockDeflater back) {
    synchronized (this) {
      if (!closed) {
        free.push(back);
        return;
      }
    }
    back.close();
  }

  @Override
  public synchronized void close() {
    closed = true;
    free.forEach(BlockDeflater::close);
    free.clear();
  }
}
