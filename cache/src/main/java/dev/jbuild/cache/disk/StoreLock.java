package dev.jbuild.cache.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.util.concurrent.locks.ReentrantLock;

/** A lock that is held until it is closed, by the thread that took it. */
public final class StoreLock implements AutoCloseable {
  private final ReentrantLock gate;
  private final FileChannel channel;
  private boolean closed;

  StoreLock(ReentrantLock gate, FileChannel channel) {
    this.gate = gate;
    this.channel = channel;
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("release a lock of the store", e);
    } finally {
      gate.unlock();
    }
  }
}
