package dev.jbuild.cache.collect;

import dev.jbuild.cache.action.ActionCache;
import dev.jbuild.cache.action.ActionKey;
import dev.jbuild.cache.action.BuildLogFiles;
import dev.jbuild.cache.content.ContentStore;
import dev.jbuild.cache.disk.StoreDirectory;
import dev.jbuild.cache.image.ImageTags;
import dev.jbuild.cache.image.Images;
import dev.jbuild.cache.image.LocalReferrers;
import dev.jbuild.cache.image.StoredImage;
import dev.jbuild.cache.layer.LayerStore;
import dev.jbuild.cache.tree.TreeStore;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.DiffId;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.layer.LayerDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Removes what a store need not keep, beside any number of processes that use it. First go the
 * records that were chosen; then, when nothing leads there any more, what only they needed. Whoever
 * begins to use something sets its time, and nothing goes that was used since the oldest of the
 * running processes began; looking at the time and removing happen while nobody begins to use
 * anything. A kill at any point leaves things that nothing needs, which the next collection finds.
 */
public final class Collector {
  private final StoreDirectory directory;
  private final ContentStore content;
  private final TreeStore trees;
  private final ActionCache actions;
  private final LayerStore layers;
  private final ImageTags tags;
  private final Images images;
  private final LocalReferrers referrers;

  public Collector(
      StoreDirectory directory,
      ContentStore content,
      TreeStore trees,
      ActionCache actions,
      LayerStore layers,
      ImageTags tags) {
    this.directory = directory;
    this.content = content;
    this.trees = trees;
    this.actions = actions;
    this.layers = layers;
    this.tags = tags;
    this.images = new Images(directory, content);
    this.referrers = new LocalReferrers(directory);
  }

  /**
   * Removes what the options allow.
   *
   * @param isNone tells the names of images that stand for having no name
   * @param disk asked only for layer directories that this user cannot remove
   */
  public Collected collect(CollectOptions options, Predicate<ImageReference> isNone, LayerDisk disk)
      throws IOException {
    Instant now = Instant.now();
    FileTime inUse = directory.oldestUser();
    Inventory inventory = reader().read();
    Candidates candidates = candidates(inventory, isNone);
    List<Candidates.Candidate> chosen = candidates.chosen(options, now, inUse);
    long before = candidates.bytes();
    Sweep sweep = new Sweep(directory, content, layers, inUse, disk);
    for (Candidates.Candidate candidate : chosen) {
      ImageReference name = candidate.name();
      if (name != null && sweep.isUnused(candidate.file())) {
        tags.remove(name);
      }
    }
    int removed = sweep.records(chosen);
    Claims needed = remaining(inventory);
    sweep.unreachable(inventory, needed);
    sweep.referrers(referrers, needed);
    sweep.damaged();
    BuildLogFiles.Removed logs = logs(options, now);
    long freed = chosen.stream().mapToLong(Candidates.Candidate::bytes).sum();
    return new Collected(
        removed + logs.logs(),
        sweep.layerCount(),
        sweep.bytes() + logs.bytes(),
        Math.max(0, before - freed));
  }

  /** One that is just being written stays, because it is young. */
  private BuildLogFiles.Removed logs(CollectOptions options, Instant now) throws IOException {
    FileTime before = FileTime.from(now.minus(options.unusedFor()));
    return options.kinds().contains(CollectOptions.Kind.LOG)
        ? new BuildLogFiles(directory).removeBefore(min(before, directory.oldestUser()))
        : new BuildLogFiles.Removed(0, 0);
  }

  private static FileTime min(FileTime one, FileTime other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private InventoryReader reader() throws IOException {
    return new InventoryReader(directory, actions, layers);
  }

  private Candidates candidates(Inventory inventory, Predicate<ImageReference> isNone)
      throws IOException {
    Claims claims = new Claims(content, trees, referrers, inventory);
    Candidates candidates = new Candidates(inventory, claims);
    candidates.claim(tags.all(), isNone, new Files());
    return candidates;
  }

  /** What is needed once the records are gone: by images, containers and the remaining records. */
  private Claims remaining(Inventory inventory) throws IOException {
    Claims claims = new Claims(content, trees, referrers, inventory);
    for (Descriptor image : tags.all().values()) {
      claims.image(image);
    }
    for (Inventory.Action action : reader().actions()) {
      if (action.record() != null) {
        claims.record(action.record());
      }
    }
    for (DiffId layer : new ContainerLayers(directory).all()) {
      claims.layer(layer);
    }
    return claims;
  }

  /** What the store takes on the disk, by what needs it. */
  public Usage usage(Predicate<ImageReference> isNone) throws IOException {
    Inventory inventory = reader().read();
    return new UsageReport(
            inventory, tags.all(), isNone, () -> new Claims(content, trees, referrers, inventory))
        .usage(candidates(inventory, isNone).bytes());
  }

  private final class Files implements Candidates.BlobFiles {
    @Override
    public Path path(Digest digest) {
      return content.path(digest);
    }

    @Override
    public Set<ActionKey> treeKeys(Descriptor image) throws IOException {
      Optional<StoredImage> open = images.open(image);
      return open.isPresent() ? layers.treeKeys(open.get().config().diffIds()) : Set.of();
    }
  }
}
