package dev.jbuild.builder.ops;

import dev.jbuild.builder.context.Content;
import dev.jbuild.builder.context.Spool;
import dev.jbuild.cache.Store;
import dev.jbuild.cache.tree.TreeEntry;
import dev.jbuild.oci.DiffId;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.layer.Attributes;
import dev.jbuild.oci.layer.LayerDisk;
import dev.jbuild.oci.layer.LayerEntry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.List;
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

  private void fetch(Digest wanted, long size) throws IOException {
    search(
        wanted,
        size,
        (entry, content) -> {
          byte[] bytes = content.readAllBytes();
          boolean found = Digest.sha256(bytes).equals(wanted);
          if (found) {
            store.content().putRenewable(bytes);
          }
          return found;
        });
  }

  /** A file as a layer has it, with its time. */
  record Found(Attributes attributes, Content content) {}

  /** The file with the content of {@code wanted}, of any size, kept in a spool. */
  Found find(TreeEntry.RegularFile wanted, Spool spool) throws IOException {
    List<Found> found = new ArrayList<>();
    search(
        wanted.content(),
        wanted.size(),
        (entry, content) -> {
          DigestInputStream hashed = new DigestInputStream(content, Digest.newSha256());
          Content kept = spool.keep(hashed);
          if (Digest.ofSha256(hashed.getMessageDigest()).equals(wanted.content())) {
            found.add(new Found(entry.attributes(), kept));
          }
          return !found.isEmpty();
        });
    return found.getFirst();
  }

  /** Whether a file of a layer is the one that is looked for. */
  @FunctionalInterface
  private interface Candidate {
    boolean take(LayerEntry.RegularFile entry, InputStream content) throws IOException;
  }

  /** Looks for the content and not for the name, which may be a hard link in its layer. */
  private void search(Digest wanted, long size, Candidate candidate) throws IOException {
    for (DiffId layer : state.diffIds().reversed()) {
      try {
        store
            .layers()
            .open(layer, disk)
            .writeTo(
                (entry, content) -> {
                  if (entry instanceof LayerEntry.RegularFile file
                      && file.size() == size
                      && candidate.take(file, content)) {
                    throw new Ended();
                  }
                });
      } catch (Ended ended) {
        return;
      }
    }
    throw new IOException("no layer of the image has the content " + wanted);
  }

  /** Ends the reading of a layer early. */
  private static final class Ended extends IOException {
    private static final long serialVersionUID = 1L;
  }
}
