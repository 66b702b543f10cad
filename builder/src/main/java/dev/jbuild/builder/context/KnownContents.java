package dev.jbuild.builder.context;

import dev.jbuild.cache.index.FileIndex;
import dev.jbuild.cache.index.FileIndexes;
import dev.jbuild.cache.index.FileStamp;
import dev.jbuild.oci.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What earlier builds know of the files of a directory. Only file systems of this machine count:
 * the times of others come from other clocks, which may go wrong.
 */
final class KnownContents implements AutoCloseable {
  private static final Set<String> OF_THIS_MACHINE =
      Set.of("ext2", "ext3", "ext4", "xfs", "btrfs", "tmpfs", "overlay", "zfs", "f2fs", "bcachefs");

  /** Knows nothing, and keeps nothing. */
  static final KnownContents NONE = new KnownContents(null, -1);

  private final @Nullable FileIndex index;
  private final long device;

  private KnownContents(@Nullable FileIndex index, long device) {
    this.index = index;
    this.device = device;
  }

  /** What is known of the files below a directory that are on its file system. */
  static KnownContents of(Path directory, FileIndexes indexes) throws IOException {
    Path real = directory.toRealPath();
    return OF_THIS_MACHINE.contains(Files.getFileStore(real).type())
        ? new KnownContents(indexes.open(real), (Long) Files.getAttribute(real, "unix:dev"))
        : NONE;
  }

  Optional<Digest> find(String path, @Nullable FileStamp stamp) {
    return index == null || stamp == null ? Optional.empty() : index.find(path, stamp);
  }

  /**
   * @param read when reading the content began
   */
  void put(String path, @Nullable FileStamp stamp, Digest content, Instant read) {
    if (index != null && stamp != null && stamp.device() == device) {
      index.put(path, stamp, content, read);
    }
  }

  void remove(String path) {
    if (index != null) {
      index.remove(path);
    }
  }

  @Override
  public void close() {
    if (index != null) {
      index.close();
    }
  }
}
