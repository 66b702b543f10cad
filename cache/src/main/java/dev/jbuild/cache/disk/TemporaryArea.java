package dev.jbuild.cache.disk;

import dev.jbuild.oci.layer.LayerDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One opened store's own directory below {@code tmp/}. Beside it lies a lock file that is locked
 * while its owner lives; who can lock it knows the owner to be dead and removes the directory.
 */
public final class TemporaryArea implements AutoCloseable {
  private static final String LOCK_SUFFIX = ".lock";
  private static final String GATE = "tmp";

  private final Path tmp;
  private final Locks locks;
  private final Path own;
  private final Path lockFile;
  private final FileChannel lock;
  private final FileTime begun;
  private final AtomicLong count = new AtomicLong();

  private TemporaryArea(Path tmp, Locks locks, String name) throws IOException {
    this.tmp = tmp;
    this.locks = locks;
    this.own = tmp.resolve(name);
    this.lockFile = tmp.resolve(name + LOCK_SUFFIX);
    // Under the gate, because a sweeper must not find the lock file before it is locked.
    StoreLock gate = locks.lock(GATE);
    try (gate) {
      this.lock =
          FileChannel.open(lockFile, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      lock.lock();
      begun = Files.getLastModifiedTime(lockFile);
      Files.createDirectory(own);
    }
  }

  /** Makes an area of its own in the directory {@code tmp} and removes those of dead processes. */
  public static TemporaryArea open(Path tmp, Locks locks) throws IOException {
    byte[] random = new byte[8];
    ThreadLocalRandom.current().nextBytes(random); // a secure one takes long to make
    TemporaryArea area =
        new TemporaryArea(tmp, locks, ownPrefix() + HexFormat.of().formatHex(random));
    area.sweep(FileTree::remove);
    return area;
  }

  /** Names this JVM, as far as names can: the kernel's locks say nothing about one's own. */
  private static String ownPrefix() {
    ProcessHandle self = ProcessHandle.current();
    long start = self.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    return self.pid() + "-" + start + "-";
  }

  /** When this area was opened, by the clock that also dates files. */
  FileTime begun() {
    return begun;
  }

  /** When the oldest area that is open now was opened, in whatever process. */
  FileTime oldestBegun() throws IOException {
    FileTime oldest = begun;
    StoreLock gate = locks.lock(GATE);
    try (gate;
        DirectoryStream<Path> files = Files.newDirectoryStream(tmp, "*" + LOCK_SUFFIX)) {
      for (Path file : files) {
        FileTime time = begun(file);
        if (time != null && time.compareTo(oldest) < 0) {
          oldest = time;
        }
      }
    }
    return oldest;
  }

  /** When the area of a lock file was opened, null when nobody has it open. */
  private static @Nullable FileTime begun(Path file) throws IOException {
    try {
      boolean open = file.getFileName().toString().startsWith(ownPrefix()) || isLocked(file);
      return open ? Files.getLastModifiedTime(file) : null;
    } catch (NoSuchFileException e) {
      return null; // its owner has just ended
    }
  }

  /** One that cannot be looked at is another user's, and counts as locked. */
  private static boolean isLocked(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      return channel.tryLock() == null;
    } catch (AccessDeniedException e) {
      return true;
    }
  }

  /** A path below this area that nothing else has; nothing is made there. */
  public Path newPath(String prefix) {
    return own.resolve(prefix + "-" + count.incrementAndGet());
  }

  /** A new, empty directory. */
  public Path newDirectory(String prefix) throws IOException {
    return Files.createDirectory(newPath(prefix));
  }

  /**
   * Replaces {@code target} as a whole: a reader sees the old or the new content.
   *
   * @param durable whether the content must survive a power loss when this returns; without, a
   *     power loss can leave the old, the new, an empty or no file
   */
  public void replace(Path target, byte[] content, boolean durable) throws IOException {
    Path file = newPath("file");
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.wrap(content);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      if (durable) {
        channel.force(true);
      }
    }
    Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
    if (durable) {
      try (FileChannel parent = FileChannel.open(target.resolveSibling("."))) {
        parent.force(true);
      }
    }
  }

  /** Removes what dead processes left, also what only {@code disk} may remove. */
  public void sweep(LayerDisk disk) throws IOException {
    sweep(
        directory -> {
          disk.remove(directory);
          return true;
        });
  }

  private void sweep(Remover remover) throws IOException {
    List<Dead> dead = new ArrayList<>();
    StoreLock gate = locks.lock(GATE);
    try (gate;
        DirectoryStream<Path> files = Files.newDirectoryStream(tmp, "*" + LOCK_SUFFIX)) {
      for (Path file : files) {
        if (!file.getFileName().toString().startsWith(ownPrefix())) {
          lockIfDead(file, dead);
        }
      }
    }
    for (Dead one : dead) {
      try (FileChannel held = one.lock()) {
        String name = one.file().getFileName().toString();
        Path directory = tmp.resolve(name.substring(0, name.length() - LOCK_SUFFIX.length()));
        if (held.isOpen() && remover.remove(directory)) {
          Files.deleteIfExists(one.file());
        }
      }
    }
  }

  private static void lockIfDead(Path file, List<Dead> dead) throws IOException {
    FileChannel channel;
    try {
      channel = FileChannel.open(file, StandardOpenOption.WRITE);
    } catch (AccessDeniedException e) {
      return; // another user's, in a store that several users write to
    } catch (NoSuchFileException e) {
      return; // its owner came to an end since
    }
    if (channel.tryLock() != null) {
      dead.add(new Dead(file, channel));
    } else {
      channel.close();
    }
  }

  /** Ends this area; what cannot be removed now is swept later. */
  @Override
  public void close() throws IOException {
    try (lock) {
      if (FileTree.remove(own)) {
        Files.deleteIfExists(lockFile);
      }
    }
  }

  private record Dead(Path file, FileChannel lock) {}

  private interface Remover {
    boolean remove(Path directory) throws IOException;
  }
}
