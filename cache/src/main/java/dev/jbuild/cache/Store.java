package dev.jbuild.cache;

import dev.jbuild.cache.action.ActionCache;
import dev.jbuild.cache.action.BuildLogFiles;
import dev.jbuild.cache.collect.CacheGauge;
import dev.jbuild.cache.collect.Collector;
import dev.jbuild.cache.content.ContentStore;
import dev.jbuild.cache.disk.StoreDirectory;
import dev.jbuild.cache.disk.StoreException;
import dev.jbuild.cache.disk.StoreLock;
import dev.jbuild.cache.image.ImageTags;
import dev.jbuild.cache.image.Images;
import dev.jbuild.cache.image.LocalReferrers;
import dev.jbuild.cache.index.FileIndexes;
import dev.jbuild.cache.layer.LayerStore;
import dev.jbuild.cache.mount.CacheMounts;
import dev.jbuild.cache.tree.TreeStore;
import dev.jbuild.oci.layer.LayerDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * A user's store. Any number of processes may have it open, with any number of threads each; they
 * meet only in the file system. Killing one of them at any point, or a power loss, loses at most
 * what it was doing. What is damaged is reported to the warning listener and treated as missing.
 */
public final class Store implements AutoCloseable {
  private final StoreDirectory directory;
  private final ContentStore content;
  private final TreeStore trees;
  private final ActionCache actions;
  private final BuildLogFiles builds;
  private final LayerStore layers;
  private final ImageTags tags;
  private final Images images;
  private final LocalReferrers referrers;
  private final CacheMounts mounts;
  private final FileIndexes indexes;
  private final Collector collector;
  private final CacheGauge gauge;

  private Store(StoreDirectory directory) {
    this.directory = directory;
    this.content = new ContentStore(directory);
    this.trees = new TreeStore(content);
    this.actions = new ActionCache(directory);
    this.builds = new BuildLogFiles(directory);
    this.layers = new LayerStore(directory, content, trees, actions);
    this.tags = new ImageTags(directory);
    this.images = new Images(directory, content);
    this.referrers = new LocalReferrers(directory);
    this.mounts = new CacheMounts(directory);
    this.indexes = new FileIndexes(directory);
    this.gauge = new CacheGauge(directory);
    this.collector = new Collector(directory, content, trees, actions, layers, tags);
  }

  /** As {@link #open(Path, Consumer)}, with warnings in the platform's log. */
  public static Store open(Path root) throws StoreException {
    return open(root, Store::log);
  }

  /** Asks for the logger only now: making one takes a tenth of the time of a whole small build. */
  private static void log(String text) {
    System.getLogger("dev.jbuild.cache").log(System.Logger.Level.WARNING, text);
  }

  /**
   * Opens the store at {@code root} and makes it when there is none. What dead processes left in
   * its temporary directory is removed, as far as this user may; {@link #sweep} does the rest.
   *
   * @param warnings gets a line of text about each damage that was found; from any thread
   * @throws StoreException when the place is no store, of another version, or not writable
   */
  public static Store open(Path root, Consumer<String> warnings) throws StoreException {
    return new Store(StoreDirectory.open(root, warnings));
  }

  /** The real path of the store. */
  public Path root() {
    return directory.root();
  }

  public ContentStore content() {
    return content;
  }

  public LayerStore layers() {
    return layers;
  }

  public TreeStore trees() {
    return trees;
  }

  public ActionCache actions() {
    return actions;
  }

  public BuildLogFiles builds() {
    return builds;
  }

  public ImageTags tags() {
    return tags;
  }

  public Images images() {
    return images;
  }

  /** What refers to images, such as SBOMs. */
  public LocalReferrers referrers() {
    return referrers;
  }

  public CacheMounts mounts() {
    return mounts;
  }

  public CacheGauge gauge() {
    return gauge;
  }

  public Collector collector() {
    return collector;
  }

  /** Tells the warning listener of damage that was found in what this store was given to keep. */
  public void warn(String text) {
    directory.warn(text);
  }

  /** What is known of the files of build contexts. */
  public FileIndexes indexes() {
    return indexes;
  }

  /**
   * Waits for a lock that is exclusive among all processes and threads. It is not reentrant, and is
   * closed by the thread that took it.
   *
   * @throws java.io.InterruptedIOException when the thread is interrupted while it waits
   */
  public StoreLock lock(String name) throws IOException {
    // The store's own locks have other names, so a caller's lock never meets them.
    return directory.lock("user-" + name);
  }

  /**
   * A new directory on the file system of the layers, so that its content can be renamed to a
   * layer. Its maker removes it; what is left is swept when this process is dead.
   */
  public Path newTemporaryDirectory(String prefix) throws IOException {
    return directory.temporary().newDirectory(prefix);
  }

  /**
   * Removes what dead processes left with the owners and modes of their containers, which {@link
   * #open} cannot. To be called once a {@code disk} is there.
   */
  public void sweep(LayerDisk disk) throws IOException {
    directory.sweep(disk);
  }

  /** Ends the use of the store by this object; removes its temporary directories. */
  @Override
  public void close() throws StoreException {
    try {
      directory.close();
    } catch (IOException e) {
      throw new StoreException("close the store at " + root() + ": " + e.getMessage(), e);
    }
  }
}
