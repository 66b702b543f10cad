package dev.jbuild.cache.disk;

import java.io.IOException;
import java.io.UncheckedIOException;

/** A lock that is held until it is closed, by the thread that took it. */
public final class StoreLock implements AutoCloseable {
  private final LockFile.Range range;
  private final Runnable gate;
  private boolean closed;

  /**
   * @param gate opens the way for this JVM's next thread
   */
  StoreLock(LockFile.Range range, Runnable gate) {
    this.range = range;
    this.gate = gate;
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      range.close();
    } catch (IOException e) {
      throw new UncheckedIOException("release a lock of the store", e);
    } finally {
      gate.run();
    }
  }
}
