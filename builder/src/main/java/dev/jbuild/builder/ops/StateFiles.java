package dev.jbuild.builder.ops;

import dev.jbuild.cache.Store;
import dev.jbuild.cache.tree.TreeEntry;
import dev.jbuild.oci.DiffId;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.layer.LayerDisk;
import dev.jbuild.oci.layer.LayerEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads single small files of a state, straight from the layer that has them. */
final class StateFiles implements Owners.Files {
  private static final long LARGEST = 10 << 20;

  private final Store store;
  private final LayerDisk disk;
  private final State state;

  StateFiles(Store store, LayerDisk disk, State state) {
    this.store = store;
    this.disk = disk;
    this.state = state;
  }

  /**
   * The text of a regular file, null when there is none. What was read once is kept as a blob, so
   * that its layer is not searched again.
   */
  @Override
  public @Nullable String read(String path) throws IOException {
    String resolved = store.trees().resolve(state.tree(), path);
    if (!(store.trees().find(state.tree(), resolved).orElse(null)
        instanceof TreeEntry.RegularFile file)) {
      return null;
    }
    if (file.size() > LARGEST) {
      throw new IOException("/" + resolved + " has " + file.size() + " bytes, more than 10 MiB");
    }
    if (!store.content().has(file.content())) {
      fetch(file.content(), file.size());
    }
    return new String(store.content().read(file.content()), StandardCharsets.UTF_8);
  }

  /** Looks for the content and not for the name, which may be a hard link in its layer. */
  private void fetch(Digest wanted, long size) throws IOException {
    for (DiffId layer : state.diffIds().reversed()) {
      try {
        store
            .layers()
            .open(layer, disk)
            .writeTo(
                (entry, content) -> {
                  if (entry instanceof LayerEntry.RegularFile file && file.size() == size) {
                    byte[] bytes = content.readAllBytes();
                    if (Digest.sha256(bytes).equals(wanted)) {
                      store.content().putRenewable(bytes);
                      throw new Found();
                    }
                  }
                });
      } catch (Found found) {
        return;
      }
    }
    throw new IOException("no layer of the image has the content " + wanted);
  }

  /** Ends the reading of a layer early. */
  private static final class Found extends IOException {
    private static final long serialVersionUID = 1L;
  }
}
