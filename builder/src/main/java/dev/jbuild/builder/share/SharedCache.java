package dev.jbuild.builder.share;

import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.image.ProgressStream;
import dev.jbuild.builder.ops.State;
import dev.jbuild.cache.Store;
import dev.jbuild.cache.action.ActionKey;
import dev.jbuild.cache.action.ActionRecord;
import dev.jbuild.cache.disk.StoreLock;
import dev.jbuild.cache.tree.Tree;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.DiffId;
import dev.jbuild.oci.layer.LayerDisk;
import dev.jbuild.registry.RegistryException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One cache that others wrote. Its records are read when the first is asked for, its layers when a
 * step takes them. A record counts only when its layers, whose bytes have the digests that it says,
 * make of the files before the step exactly the files that it says. Safe for threads.
 */
final class SharedCache {
  private final Store store;
  private final LayerDisk disk;
  private final BuildListener listener;
  private final CacheSource source;
  private final String name;
  private final ReentrantLock reading = new ReentrantLock();
  private volatile @Nullable CacheContents contents;

  SharedCache(
      Store store, LayerDisk disk, BuildListener listener, CacheSource source, String name) {
    this.store = store;
    this.disk = disk;
    this.listener = listener;
    this.source = source;
    this.name = name;
  }

  /** The record of a key with its layers in the store, and its tree if it is {@code base}'s. */
  Optional<ActionRecord> take(ActionKey key, State base) throws IOException, InterruptedException {
    CacheContents known = contents();
    ActionRecord record = known.records().get(key);
    if (record == null) {
      return Optional.empty();
    }
    try {
      fetch(record, known);
      if (tree(record, base).equals(record.result().tree())) {
        return Optional.of(record);
      }
      warn("the layers of a step do not make the files that it says; the step runs");
    } catch (IOException | IllegalArgumentException e) {
      warn("a step's result is not used: " + Trouble.of(e));
      if (isGone(e)) {
        contents = CacheContents.NOTHING; // or each step would wait for it again
      }
    }
    return Optional.empty();
  }

  private static boolean isGone(Exception failure) {
    return failure instanceof RegistryException registry
        && (registry.kind() == RegistryException.Kind.UNREACHABLE
            || registry.kind() == RegistryException.Kind.DENIED);
  }

  private CacheContents contents() throws IOException, InterruptedException {
    reading.lockInterruptibly();
    try {
      CacheContents known = contents;
      if (known == null) {
        known = read();
        contents = known;
      }
      return known;
    } finally {
      reading.unlock();
    }
  }

  private CacheContents read() throws IOException {
    try {
      return CacheContents.read(source);
    } catch (IOException | IllegalArgumentException e) {
      warn("not used: " + Trouble.of(e));
      return CacheContents.NOTHING;
    }
  }

  private Tree tree(ActionRecord record, State base) throws IOException {
    Tree tree = base.tree();
    List<DiffId> stack = new ArrayList<>(base.diffIds());
    for (DiffId layer : record.result().layers()) {
      tree = store.layers().treeOnTop(stack, tree, layer, disk);
      stack.add(layer);
    }
    return tree;
  }

  private void fetch(ActionRecord record, CacheContents known) throws IOException {
    for (DiffId layer : record.result().layers()) {
      Descriptor blob = known.layers().get(layer);
      if (!store.layers().available(layer)) {
        if (blob == null) {
          throw new IOException("it has no layer " + layer);
        }
        fetch(layer, blob);
      }
    }
  }

  private void fetch(DiffId layer, Descriptor blob) throws IOException {
    StoreLock held = store.lock("blob-" + blob.digest().hex());
    try (held) {
      if (store.layers().available(layer)) {
        return;
      }
      DiffId found;
      try (InputStream in =
          new ProgressStream(source.blob(blob), listener, "cache from " + name, blob)) {
        found = store.layers().ingest(in, blob);
      }
      if (!found.equals(layer)) {
        throw new IOException("its layer " + blob.digest() + " unpacks to another one");
      }
    }
  }

  private void warn(String message) {
    listener.warning("cache " + name + ": " + message, null);
  }
}
