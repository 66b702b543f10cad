package dev.jbuild.cache.collect;

import dev.jbuild.cache.content.ContentStore;
import dev.jbuild.cache.disk.StoreDirectory;
import dev.jbuild.cache.disk.StoreLock;
import dev.jbuild.cache.image.LocalReferrers;
import dev.jbuild.cache.layer.LayerStore;
import dev.jbuild.oci.DiffId;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.layer.LayerDisk;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The removal itself, in batches, so that others wait for moments only. What was used since {@code
 * inUse} stays.
 */
final class Sweep {
  private static final int BATCH = 200;

  private final StoreDirectory directory;
  private final ContentStore content;
  private final LayerStore layers;
  private final FileTime inUse;
  private final LayerDisk disk;
  private long bytes;
  private int layerCount;

  Sweep(
      StoreDirectory directory,
      ContentStore content,
      LayerStore layers,
      FileTime inUse,
      LayerDisk disk) {
    this.directory = directory;
    this.content = content;
    this.layers = layers;
    this.inUse = inUse;
    this.disk = disk;
  }

  long bytes() {
    return bytes;
  }

  int layerCount() {
    return layerCount;
  }

  /** Removes one thing that nobody has begun to use; tells whether it did. */
  private interface Removal {
    boolean run() throws IOException;
  }

  private int batches(List<Removal> removals) throws IOException {
    int[] removed = {0};
    for (int from = 0; from < removals.size(); from += BATCH) {
      List<Removal> batch = removals.subList(from, Math.min(from + BATCH, removals.size()));
      directory.remove(
          () -> {
            for (Removal removal : batch) {
              removed[0] += removal.run() ? 1 : 0;
            }
          });
    }
    return removed[0];
  }

  boolean isUnused(Path file) throws IOException {
    try {
      return InventoryReader.attributes(file).lastModifiedTime().compareTo(inUse) < 0;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Removes records and cache mounts. Of an image, only its name goes, and that is gone. */
  int records(List<Candidates.Candidate> chosen) throws IOException {
    List<Removal> removals = new ArrayList<>();
    List<Path> discarded = new ArrayList<>();
    int others = 0;
    for (Candidates.Candidate candidate : chosen) {
      if (candidate.name() != null) {
        others++;
      } else if (candidate.mount()) {
        others += mount(candidate, discarded) ? 1 : 0;
      } else {
        removals.add(() -> isUnused(candidate.file()) && Files.deleteIfExists(candidate.file()));
      }
    }
    int removed = batches(removals);
    remove(discarded);
    return removed + others;
  }

  /** Under the lock that a user of the mount holds while it says that it uses it. */
  private boolean mount(Candidates.Candidate mount, List<Path> discarded) throws IOException {
    Path place = mount.file();
    StoreLock lock = directory.lock("mount-" + place.getFileName());
    try (lock) {
      boolean unused = InventoryReader.mountUsed(place).compareTo(inUse) < 0;
      return unused && moveAside(place, mount.bytes(), discarded);
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Removes the layers and blobs of an inventory that are not claimed. */
  void unreachable(Inventory inventory, Claims needed) throws IOException {
    List<Removal> removals = new ArrayList<>();
    List<Path> discarded = new ArrayList<>();
    for (Map.Entry<DiffId, Inventory.Layer> layer : inventory.layers().entrySet()) {
      if (!needed.has(layer.getKey())) {
        if (layer.getValue().used().compareTo(inUse) >= 0) {
          needed.layer(layer.getKey());
        } else {
          Path place = layers.place(layer.getKey());
          removals.add(
              () -> {
                boolean gone = discard(place, layer.getValue().bytes(), discarded);
                layerCount += gone ? 1 : 0;
                return gone;
              });
        }
      }
    }
    batches(removals);
    batches(blobs(inventory, needed));
    remove(discarded);
  }

  /** Removes the lists of what refers to images that are gone. */
  void referrers(LocalReferrers referrers, Claims needed) throws IOException {
    List<Removal> removals = new ArrayList<>();
    for (Digest image : referrers.subjects()) {
      if (!needed.has(image)) {
        Path file = referrers.file(image);
        removals.add(() -> isUnused(file) && Files.deleteIfExists(file));
      }
    }
    batches(removals);
  }

  /** Removes what was put aside because it was damaged. */
  void damaged() throws IOException {
    List<Removal> removals = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory.resolve("damaged"))) {
      for (Path file : files) {
        long size = Files.size(file);
        removals.add(
            () -> {
              bytes += size;
              return Files.deleteIfExists(file);
            });
      }
    } catch (NoSuchFileException e) {
      return; // nothing was ever damaged
    }
    batches(removals);
  }

  private List<Removal> blobs(Inventory inventory, Claims needed) {
    List<Removal> removals = new ArrayList<>();
    for (Map.Entry<Digest, Inventory.Blob> blob : inventory.blobs().entrySet()) {
      if (!needed.has(blob.getKey())) {
        Path file = content.path(blob.getKey());
        removals.add(
            () -> {
              boolean gone = isUnused(file) && Files.deleteIfExists(file);
              bytes += gone ? blob.getValue().bytes() : 0;
              return gone;
            });
      }
    }
    return removals;
  }

  /** Takes a directory out of its place at once; it is taken apart when others need not wait. */
  private boolean discard(Path place, long size, List<Path> discarded) throws IOException {
    return isUnused(place) && moveAside(place, size, discarded);
  }

  private boolean moveAside(Path place, long size, List<Path> discarded) throws IOException {
    Path aside = directory.temporary().newPath("discard");
    try {
      Files.move(place, aside, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      return false;
    }
    discarded.add(aside);
    bytes += size;
    return true;
  }

  private void remove(List<Path> discarded) throws IOException {
    for (Path directoryAside : discarded) {
      directory.discard(directoryAside, disk);
    }
  }
}
