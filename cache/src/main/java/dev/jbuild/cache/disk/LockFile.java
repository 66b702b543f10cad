package dev.jbuild.cache.disk;

import dev.jbuild.oci.Digest;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The file whose bytes are the locks of a store. A name's byte is chosen by a hash of 60 bits; the
 * file itself stays empty. So a lock leaves nothing behind, however many names there come to be,
 * and there is no lock file to be removed while somebody else is about to lock it. The kernel drops
 * the locks of a process that dies.
 */
final class LockFile {
  private static final String FILE = "names";
  private static final int HASH_DIGITS = 15;

  // A process has one channel to a file: closing any would drop all its locks on the file.
  private static final Map<Path, LockFile> OPEN = new HashMap<>();
  private static final ReentrantLock GATE = new ReentrantLock();

  private final Path path;
  private final FileChannel channel;
  private int users;

  /** A lock that is held until it is closed, by any thread. */
  static final class Range implements AutoCloseable {
    private final LockFile file;
    private final FileLock lock;
    private boolean closed;

    private Range(LockFile file, FileLock lock) {
      this.file = file;
      this.lock = lock;
    }

    @Override
    public void close() throws IOException {
      GATE.lock();
      try {
        if (!closed) {
          closed = true;
          try {
            lock.release();
          } finally {
            file.leave();
          }
        }
      } finally {
        GATE.unlock();
      }
    }
  }

  private LockFile(Path path) throws IOException {
    this.path = path;
    this.channel =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  /**
   * Takes the lock of a name in the file of a directory, unless somebody holds it in a way that
   * forbids it, be it this JVM.
   */
  static @Nullable Range tryLock(Path directory, String name, boolean shared) throws IOException {
    Path path = directory.resolve(FILE);
    GATE.lock();
    try {
      LockFile file = OPEN.get(path);
      if (file == null) {
        file = new LockFile(path);
        OPEN.put(path, file);
      }
      file.users++;
      FileLock lock = null;
      try {
        lock = file.channel.tryLock(position(name), 1, shared);
        return lock == null ? null : new Range(file, lock);
      } catch (OverlappingFileLockException e) {
        return null; // another thread's, maybe of this code loaded a second time (Maven's realms)
      } finally {
        if (lock == null) {
          file.leave();
        }
      }
    } finally {
      GATE.unlock();
    }
  }

  private void leave() throws IOException {
    if (--users == 0) {
      OPEN.remove(path);
      channel.close();
    }
  }

  private static long position(String name) {
    String hash = Digest.sha256(name.getBytes(StandardCharsets.UTF_8)).hex();
    return Long.parseLong(hash, 0, HASH_DIGITS, 16);
  }
}
