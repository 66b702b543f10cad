package dev.jbuild.cache.collect;

import dev.jbuild.cache.action.ActionRecord;
import dev.jbuild.cache.content.ContentStore;
import dev.jbuild.cache.disk.LostContentException;
import dev.jbuild.cache.image.LocalReferrers;
import dev.jbuild.cache.tree.Tree;
import dev.jbuild.cache.tree.TreeStore;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.DiffId;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageConfig;
import dev.jbuild.oci.ImageIndex;
import dev.jbuild.oci.Manifest;
import dev.jbuild.oci.MediaTypes;
import dev.jbuild.oci.OciFormatException;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/**
 * Finds what images and action records need. Each thing is claimed once, by the first that needs
 * it; so when all are asked in the order from the last used to the first used, what one claims is
 * what its removal frees when all that were used earlier are gone.
 */
final class Claims {
  private static final int MAX_NESTING = 4;

  private final ContentStore content;
  private final TreeStore trees;
  private final LocalReferrers referrers;
  private final Inventory inventory;
  private final Set<Digest> blobs = new HashSet<>();
  private final Set<DiffId> layers = new HashSet<>();

  Claims(ContentStore content, TreeStore trees, LocalReferrers referrers, Inventory inventory) {
    this.content = content;
    this.trees = trees;
    this.referrers = referrers;
    this.inventory = inventory;
  }

  boolean has(Digest blob) {
    return blobs.contains(blob);
  }

  boolean has(DiffId layer) {
    return layers.contains(layer);
  }

  /** Claims an image or an index of images; what is not in the store is left out. */
  long image(Descriptor image) throws IOException {
    return image(image.digest(), image.mediaType(), MAX_NESTING);
  }

  private long image(Digest digest, String mediaType, int nesting) throws IOException {
    long bytes = blob(digest) + referrers(digest);
    if (nesting == 0) {
      return bytes;
    }
    try {
      if (MediaTypes.isIndex(mediaType)) {
        for (Descriptor each : ImageIndex.parse(content.read(digest)).manifests()) {
          bytes += image(each.digest(), each.mediaType(), nesting - 1);
        }
      } else {
        bytes += manifest(Manifest.parse(content.read(digest)));
      }
    } catch (LostContentException | OciFormatException e) {
      return bytes; // not here, or damaged: the rest is claimed as far as it can be read
    }
    return bytes;
  }

  /** What refers to an image stays with it. */
  private long referrers(Digest image) throws IOException {
    long bytes = 0;
    for (Descriptor referrer : referrers.of(image)) {
      bytes += blob(referrer.digest()) + partsOf(referrer.digest());
    }
    return bytes;
  }

  private long partsOf(Digest referrer) throws IOException {
    try {
      Manifest manifest = Manifest.parse(content.read(referrer));
      long bytes = blob(manifest.config().digest());
      for (Descriptor layer : manifest.layers()) {
        bytes += blob(layer.digest());
      }
      return bytes;
    } catch (LostContentException | OciFormatException e) {
      return 0; // not here, or damaged: it leads nowhere
    }
  }

  private long manifest(Manifest manifest) throws IOException, OciFormatException {
    Digest config = manifest.config().digest();
    long bytes = blob(config);
    for (Descriptor layer : manifest.layers()) {
      bytes += blob(layer.digest());
    }
    for (DiffId layer : ImageConfig.parse(content.read(config)).diffIds()) {
      bytes += layer(layer);
    }
    return bytes;
  }

  /** Claims what a record refers to; its own file is not among it. */
  long record(ActionRecord record) throws IOException {
    long bytes = tree(record.result().tree());
    for (DiffId layer : record.result().layers()) {
      bytes += layer(layer);
    }
    for (Tree tree : record.result().trees()) {
      bytes += tree(tree);
    }
    return bytes;
  }

  long layer(DiffId diffId) {
    long bytes = blob(diffId.digest());
    Inventory.Layer layer = inventory.layers().get(diffId);
    if (layers.add(diffId) && layer != null) {
      bytes += layer.bytes();
      for (Digest blob : layer.blobs()) {
        bytes += blob(blob);
      }
    }
    return bytes;
  }

  private long tree(Tree tree) throws IOException {
    long[] bytes = {0};
    trees.visit(
        tree,
        node -> {
          boolean first = !blobs.contains(node);
          bytes[0] += blob(node);
          return first;
        });
    return bytes[0];
  }

  private long blob(Digest digest) {
    Inventory.Blob blob = inventory.blobs().get(digest);
    return blobs.add(digest) && blob != null ? blob.bytes() : 0;
  }
}
