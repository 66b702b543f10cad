package dev.jbuild.cache.collect;

import dev.jbuild.cache.action.ActionRecord;
import dev.jbuild.oci.DiffId;
import dev.jbuild.oci.Digest;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is in a store at some moment, with the bytes that each thing takes on the disk. */
record Inventory(
    Map<Digest, Blob> blobs,
    Map<DiffId, Layer> layers,
    List<Action> actions,
    List<Mount> mounts,
    Map<String, Long> others) {

  /** A blob and when it was last used. */
  record Blob(long bytes, FileTime used) {}

  /**
   * A layer's own directory: {@code bytes} without the blobs; {@code blobs} are those that its
   * record names, which may or may not be there.
   */
  record Layer(long bytes, FileTime used, List<Digest> blobs) {}

  /** A file of the action cache; {@code record} is null when it is damaged. */
  record Action(Path file, long bytes, FileTime used, @Nullable ActionRecord record) {}

  /** A directory of a cache mount. */
  record Mount(Path directory, long bytes, FileTime used) {}
}
