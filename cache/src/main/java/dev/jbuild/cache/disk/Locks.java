package dev.jbuild.cache.disk;

import dev.jbuild.oci.Digest;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;

/**
 * Exclusive locks by name among all processes that share a store and all threads of each. A file
 * lock belongs to the whole JVM, so threads first pass a gate of their own; the kernel drops the
 * file lock when its process dies. Lock files stay: deleting one that another process is about to
 * lock would give the lock twice.
 */
public final class Locks {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,199}");
  private static final long LONGEST_PAUSE_MILLIS = 32;

  // One gate a file and JVM: two stores opened on the same directory meet here.
  private static final ConcurrentHashMap<Path, ReentrantLock> GATES = new ConcurrentHashMap<>();

  private final Path directory;

  public Locks(Path directory) {
    this.directory = directory;
  }

  /**
   * Waits for the lock called {@code name} and takes it. It is not reentrant.
   *
   * @throws InterruptedIOException when the thread is interrupted; it stays interrupted
   */
  public StoreLock lock(String name) throws IOException {
    String plain =
        PLAIN.matcher(name).matches()
            ? name
            : "named-" + Digest.sha256(name.getBytes(StandardCharsets.UTF_8)).hex();
    Path file = directory.resolve(plain);
    ReentrantLock gate = GATES.computeIfAbsent(file, key -> new ReentrantLock());
    if (gate.isHeldByCurrentThread()) {
      throw new IllegalStateException("this thread holds the lock \"" + name + "\" already");
    }
    try {
      gate.lockInterruptibly();
    } catch (InterruptedException e) {
      throw interrupted(name, e);
    }
    FileChannel channel = null;
    try {
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      lock(channel, name);
      return new StoreLock(gate, channel);
    } catch (IOException | RuntimeException | Error e) {
      if (channel != null) {
        channel.close();
      }
      gate.unlock();
      throw e;
    }
  }

  /**
   * Asks again and again: an interrupt does not reach a virtual thread that the kernel blocks, and
   * even blocks the thread that interrupts it.
   */
  private static void lock(FileChannel channel, String name) throws IOException {
    for (long pause = 1; !tryLock(channel); pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS)) {
      try {
        Thread.sleep(pause);
      } catch (InterruptedException e) {
        throw interrupted(name, e);
      }
    }
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      // The same code loaded a second time in this JVM (two Maven plugin realms) holds it and has
      // a gate of its own.
      return false;
    }
  }

  private static InterruptedIOException interrupted(String name, InterruptedException cause) {
    Thread.currentThread().interrupt();
    InterruptedIOException e =
        new InterruptedIOException("interrupted while waiting for the lock \"" + name + "\"");
    e.initCause(cause);
    return e;
  }
}
