package dev.jbuild.cache.disk;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Locks by name that either any number hold together or one holds alone, among all processes that
 * share a store and all threads of each. As with {@link Locks} the kernel frees what a dead process
 * held.
 */
public final class SharedLocks {
  private static final long LONGEST_PAUSE_MILLIS = 32;

  // A process has a lock once, whoever of its threads share it.
  private static final Map<Named, Held> HELD = new HashMap<>();
  private static final ReentrantLock GATE = new ReentrantLock();

  private final Path directory;

  private record Named(Path directory, String name) {}

  /** What this process holds under one name. */
  private static final class Held {
    final LockFile.Range range;
    final boolean shared;
    int holders = 1;

    Held(LockFile.Range range, boolean shared) {
      this.range = range;
      this.shared = shared;
    }
  }

  /** A lock that is held until it is closed, by any thread. */
  public static final class Hold implements AutoCloseable {
    private final Named named;
    private boolean closed;

    private Hold(Named named) {
      this.named = named;
    }

    @Override
    public void close() throws IOException {
      GATE.lock();
      try {
        Held held = HELD.get(named);
        if (!closed && held != null && --held.holders == 0) {
          HELD.remove(named);
          held.range.close();
        }
        closed = true;
      } finally {
        GATE.unlock();
      }
    }
  }

  public SharedLocks(Path directory) {
    this.directory = directory;
  }

  /**
   * Waits for the lock.
   *
   * @param name any
   * @param shared whether others may hold it at the same time, who ask for the same
   * @throws InterruptedIOException when the thread is interrupted; it stays interrupted
   */
  public Hold lock(String name, boolean shared) throws IOException {
    for (long pause = 1; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS)) {
      Optional<Hold> hold = tryLock(name, shared);
      if (hold.isPresent()) {
        return hold.get();
      }
      try {
        Thread.sleep(pause);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        InterruptedIOException interrupted =
            new InterruptedIOException("interrupted while waiting for the lock \"" + name + "\"");
        interrupted.initCause(e);
        throw interrupted;
      }
    }
  }

  /** Takes the lock if nobody holds it in a way that forbids it. */
  public Optional<Hold> tryLock(String name, boolean shared) throws IOException {
    Named named = new Named(directory, name);
    GATE.lock();
    try {
      Held held = HELD.get(named);
      if (held == null) {
        LockFile.Range range = LockFile.tryLock(directory, name, shared);
        if (range == null) {
          return Optional.empty();
        }
        HELD.put(named, new Held(range, shared));
      } else if (held.shared && shared) {
        held.holders++;
      } else {
        return Optional.empty();
      }
      return Optional.of(new Hold(named));
    } finally {
      GATE.unlock();
    }
  }
}
