package dev.jbuild.cache.disk;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Locks by name that either any number hold together or one holds alone, among all processes that
 * share a store and all threads of each. As with {@link Locks} the kernel drops a lock when its
 * process dies, and lock files stay.
 */
public final class SharedLocks {
  private static final long LONGEST_PAUSE_MILLIS = 32;

  // A process has one lock on a file, which closing any of its channels would drop.
  private static final Map<Path, Held> HELD = new HashMap<>();
  private static final ReentrantLock GATE = new ReentrantLock();

  private final Path directory;

  /** What this process holds on one file. */
  private static final class Held {
    final FileChannel channel;
    final boolean shared;
    int holders = 1;

    Held(FileChannel channel, boolean shared) {
      this.channel = channel;
      this.shared = shared;
    }
  }

  /** A lock that is held until it is closed, by any thread. */
  public static final class Hold implements AutoCloseable {
    private final Path file;
    private boolean closed;

    private Hold(Path file) {
      this.file = file;
    }

    @Override
    public void close() throws IOException {
      GATE.lock();
      try {
        Held held = HELD.get(file);
        if (!closed && held != null && --held.holders == 0) {
          HELD.remove(file);
          held.channel.close();
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
   * @param name of a file; no path
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
    Path file = directory.resolve(name);
    GATE.lock();
    try {
      Held held = HELD.get(file);
      if (held == null) {
        FileChannel channel = open(file, shared);
        if (channel == null) {
          return Optional.empty();
        }
        HELD.put(file, new Held(channel, shared));
      } else if (held.shared && shared) {
        held.holders++;
      } else {
        return Optional.empty();
      }
      return Optional.of(new Hold(file));
    } finally {
      GATE.unlock();
    }
  }

  /** Null when another process holds the lock. */
  private static @Nullable FileChannel open(Path file, boolean shared) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock(0, Long.MAX_VALUE, shared) != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // The same code loaded a second time in this JVM (two Maven plugin realms) holds it.
    } catch (IOException | RuntimeException | Error e) {
      channel.close();
      throw e;
    }
    channel.close();
    return null;
  }
}
