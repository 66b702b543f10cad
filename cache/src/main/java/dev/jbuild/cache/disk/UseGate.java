package dev.jbuild.cache.disk;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * Keeps those who begin to use something of a store apart from the one who removes what nobody
 * uses: any number of the former at once, or the latter alone, among all processes and threads.
 * Both stay for moments only. One gate a file and JVM, since a file lock belongs to the whole JVM.
 */
final class UseGate {
  private static final long LONGEST_PAUSE_MILLIS = 16;
  private static final ConcurrentHashMap<Path, UseGate> GATES = new ConcurrentHashMap<>();

  private final Path file;
  private final ReentrantReadWriteLock threads = new ReentrantReadWriteLock(true);
  private int users;
  private @Nullable FileChannel shared;

  private UseGate(Path file) {
    this.file = file;
  }

  static UseGate of(Path file) {
    return GATES.computeIfAbsent(file, UseGate::new);
  }

  /** Something to be done inside. */
  interface Work<T> {
    T run() throws IOException;
  }

  /** Does {@code work}, which takes no other lock, while nothing is being removed. */
  <T> T use(Work<T> work) throws IOException {
    lock(threads.readLock());
    try {
      enter();
      try {
        return work.run();
      } finally {
        leave();
      }
    } finally {
      threads.readLock().unlock();
    }
  }

  /** Does {@code work}, which takes no other lock, while nobody begins to use anything. */
  <T> T remove(Work<T> work) throws IOException {
    lock(threads.writeLock());
    try (FileChannel channel = open()) {
      await(channel, false);
      return work.run();
    } finally {
      threads.writeLock().unlock();
    }
  }

  private static void lock(java.util.concurrent.locks.Lock lock) throws IOException {
    try {
      lock.lockInterruptibly();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private synchronized void enter() throws IOException {
    if (users == 0) {
      FileChannel channel = open();
      try {
        await(channel, true);
      } catch (IOException | RuntimeException | Error e) {
        channel.close();
        throw e;
      }
      shared = channel;
    }
    users++;
  }

  private synchronized void leave() throws IOException {
    if (--users == 0 && shared != null) {
      shared.close();
      shared = null;
    }
  }

  private FileChannel open() throws IOException {
    return FileChannel.open(
        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  /** Asks again and again: an interrupt does not reach a thread that the kernel blocks. */
  private static void await(FileChannel channel, boolean isShared) throws IOException {
    for (long pause = 1;
        tryLock(channel, isShared) == null;
        pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS)) {
      try {
        Thread.sleep(pause);
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel, boolean isShared)
      throws IOException {
    try {
      return channel.tryLock(0, Long.MAX_VALUE, isShared);
    } catch (OverlappingFileLockException e) {
      return null; // this code, loaded a second time in this JVM, has it
    }
  }

  private static InterruptedIOException interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    InterruptedIOException e = new InterruptedIOException("interrupted while waiting for a lock");
    e.initCause(cause);
    return e;
  }
}
