package dev.jbuild.cache.disk;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Exclusive locks by name among all processes that share a store and all threads of each. Threads
 * of one JVM queue up at a gate; {@link LockFile} keeps processes apart, and the kernel frees what
 * a dead one held.
 */
public final class Locks {
  private static final long LONGEST_PAUSE_MILLIS = 32;

  // Two stores opened on the same directory meet here. A gate is there while somebody needs it.
  private static final ConcurrentHashMap<Named, ReentrantLock> GATES = new ConcurrentHashMap<>();

  private final Path directory;

  private record Named(Path directory, String name) {}

  public Locks(Path directory) {
    this.directory = directory;
  }

  /**
   * Waits for the lock called {@code name} and takes it. It is not reentrant.
   *
   * @throws InterruptedIOException when the thread is interrupted; it stays interrupted
   */
  public StoreLock lock(String name) throws IOException {
    Named named = new Named(directory, name);
    ReentrantLock gate = GATES.computeIfAbsent(named, key -> new ReentrantLock());
    if (gate.isHeldByCurrentThread()) {
      throw new IllegalStateException("this thread holds the lock \"" + name + "\" already");
    }
    try {
      gate.lockInterruptibly();
    } catch (InterruptedException e) {
      throw interrupted(name, e);
    }
    try {
      return new StoreLock(await(name), () -> open(named, gate));
    } catch (IOException | RuntimeException | Error e) {
      open(named, gate);
      throw e;
    }
  }

  /** Who comes in between has a gate of its own, and waits as other processes do. */
  private static void open(Named named, ReentrantLock gate) {
    if (!gate.hasQueuedThreads()) {
      GATES.remove(named, gate);
    }
    gate.unlock();
  }

  /**
   * Asks again and again: an interrupt does not reach a virtual thread that the kernel blocks, and
   * even blocks the thread that interrupts it.
   */
  private LockFile.Range await(String name) throws IOException {
    LockFile.Range range = LockFile.tryLock(directory, name, false);
    for (long pause = 1; range == null; pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS)) {
      try {
        Thread.sleep(pause);
      } catch (InterruptedException e) {
        throw interrupted(name, e);
      }
      range = LockFile.tryLock(directory, name, false);
    }
    return range;
  }

  private static InterruptedIOException interrupted(String name, InterruptedException cause) {
    Thread.currentThread().interrupt();
    InterruptedIOException e =
        new InterruptedIOException("interrupted while waiting for the lock \"" + name + "\"");
    e.initCause(cause);
    return e;
  }
}
