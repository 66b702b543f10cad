package dev.jbuild.cache.mount;

import dev.jbuild.cache.disk.SharedLocks;
import dev.jbuild.cache.disk.StoreDirectory;
import dev.jbuild.cache.disk.StoreLock;
import dev.jbuild.oci.json.Json;
import dev.jbuild.oci.layer.LayerDisk;
import dev.jbuild.oci.layer.LayerSource;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The cache mounts of a store: {@code mounts/<hex>/<generation>.<slot>/} is one directory, used
 * under the lock {@code mount-<hex>-<generation>.<slot>}, which the kernel drops when its process
 * dies. Slot 0 is everybody's but for private use, which takes the first slot that is free. Only
 * the newest generation is used. {@code mounts/<hex>/mount.json} says what it is; its time is that
 * of the last use.
 */
public final class CacheMounts {
  private static final String RECORD = "mount.json";

  private final StoreDirectory directory;
  private final SharedLocks locks;

  public CacheMounts(StoreDirectory directory) {
    this.directory = directory;
    this.locks = new SharedLocks(directory.resolve("locks"));
  }

  /**
   * Waits until the mount may be used and makes its directory if it is new.
   *
   * @param start what a new one begins with; its root entry has the directory's own attributes
   * @throws java.io.InterruptedIOException when the thread is interrupted while it waits
   */
  public CacheMount use(CacheKey key, CacheSharing sharing, LayerSource start, LayerDisk disk)
      throws IOException {
    Path mount = directory.resolve("mounts").resolve(key.name());
    Slot slot = take(key, mount, sharing);
    try {
      make(slot.directory(), start, disk);
      return new CacheMount(slot.directory(), slot.hold());
    } catch (IOException | RuntimeException | Error e) {
      slot.hold().close();
      throw e;
    }
  }

  /** Begins the mount anew. Who uses it goes on with what there was. */
  public void reset(CacheKey key, LayerSource start, LayerDisk disk) throws IOException {
    Path mount = directory.resolve("mounts").resolve(key.name());
    StoreLock lock = directory.lock("mount-" + key.name());
    try (lock) {
      if (!Files.isDirectory(mount)) {
        return;
      }
      int old = generation(mount);
      make(mount.resolve((old + 1) + ".0"), start, disk);
      removeUnused(mount, old, disk);
    }
  }

  private record Slot(Path directory, SharedLocks.Hold hold) {}

  /** The generation may have changed while this waited; then the lock is one of the past. */
  private Slot take(CacheKey key, Path mount, CacheSharing sharing) throws IOException {
    while (true) {
      int generation;
      StoreLock lock = directory.lock("mount-" + key.name());
      try (lock) {
        Files.createDirectories(mount);
        note(key, mount);
        generation = generation(mount);
        if (sharing == CacheSharing.PRIVATE) {
          return free(mount, generation);
        }
      }
      Path slot = mount.resolve(generation + ".0");
      SharedLocks.Hold hold = locks.lock(lockName(slot), sharing == CacheSharing.SHARED);
      if (generation(mount) == generation) {
        return new Slot(slot, hold);
      }
      hold.close();
    }
  }

  private Slot free(Path mount, int generation) throws IOException {
    for (int number = 0; ; number++) {
      Path slot = mount.resolve(generation + "." + number);
      Optional<SharedLocks.Hold> hold = locks.tryLock(lockName(slot), false);
      if (hold.isPresent()) {
        return new Slot(slot, hold.get());
      }
    }
  }

  private static String lockName(Path slot) {
    return "mount-" + slot.getName(slot.getNameCount() - 2) + "-" + slot.getFileName();
  }

  /** Filled elsewhere and renamed, so that it is there whole or not at all. */
  private void make(Path slot, LayerSource start, LayerDisk disk) throws IOException {
    StoreLock lock = directory.lock("make-" + lockName(slot));
    try (lock) {
      if (!Files.isDirectory(slot)) {
        Path fresh = directory.temporary().newPath("mount");
        disk.unpack(fresh, start);
        disk.rename(fresh, slot);
      }
    }
  }

  private void note(CacheKey key, Path mount) throws IOException {
    Path record = mount.resolve(RECORD);
    if (Files.exists(record)) {
      Files.setLastModifiedTime(record, FileTime.from(Instant.now()));
    } else {
      byte[] text = Json.write(new TreeMap<>(Map.of("id", key.id(), "start", key.start())));
      directory.temporary().replace(record, text, false);
    }
  }

  private static int generation(Path mount) throws IOException {
    int newest = 0;
    try (DirectoryStream<Path> slots = Files.newDirectoryStream(mount, "*.[0-9]*")) {
      for (Path slot : slots) {
        newest = Math.max(newest, generationOf(slot));
      }
    }
    return newest;
  }

  private static int generationOf(Path slot) {
    String name = slot.getFileName().toString();
    return Integer.parseInt(name.substring(0, name.indexOf('.')));
  }

  private void removeUnused(Path mount, int last, LayerDisk disk) throws IOException {
    try (DirectoryStream<Path> slots = Files.newDirectoryStream(mount, "*.[0-9]*")) {
      for (Path slot : slots) {
        Optional<SharedLocks.Hold> hold =
            generationOf(slot) > last ? Optional.empty() : locks.tryLock(lockName(slot), false);
        if (hold.isPresent()) {
          try (SharedLocks.Hold held = hold.get()) {
            assert held != null;
            disk.remove(slot);
          }
        }
      }
    }
  }
}
