package dev.jbuild.builder.image;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildException.Kind;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.cache.Store;
import dev.jbuild.cache.content.BlobWriter;
import dev.jbuild.cache.disk.LostContentException;
import dev.jbuild.cache.disk.StoreLock;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.DiffId;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.layer.LayerDisk;
import dev.jbuild.registry.RegistryClient;
import dev.jbuild.registry.RegistryException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Downloads blobs into the store. Who wants a blob that another thread or process is downloading
 * waits for it; bytes that are not what their digest says are not kept.
 */
final class BlobFetch {
  private final Store store;
  private final RegistryClient registry;
  private final BuildListener listener;
  private final String what;
  private final @Nullable LayerDisk disk;
  private final boolean unpacking;

  /**
   * @param what names the transfer to the listener, such as {@code pull alpine}
   */
  BlobFetch(Store store, RegistryClient registry, BuildListener listener, String what) {
    this(store, registry, listener, what, null, false);
  }

  /**
   * @param disk helps to read layers
   * @param unpacking whether the disk gets their files meanwhile
   */
  BlobFetch(
      Store store,
      RegistryClient registry,
      BuildListener listener,
      String what,
      @Nullable LayerDisk disk,
      boolean unpacking) {
    this.store = store;
    this.registry = registry;
    this.listener = listener;
    this.what = what;
    this.disk = disk;
    this.unpacking = unpacking;
  }

  /** Makes sure that the store has a blob that is no layer, or a layer whose bytes are wanted. */
  void blob(ImageReference repository, Descriptor blob) throws IOException, InterruptedException {
    if (store.content().has(blob.digest())) {
      return;
    }
    StoreLock held = lock(blob);
    try (held) {
      if (!store.content().has(blob.digest())) {
        again(
            () -> {
              try (InputStream in = download(repository, blob);
                  BlobWriter out = store.content().write()) {
                in.transferTo(out);
                out.commit(blob.digest(), blob.size());
                return blob;
              }
            });
      }
    }
  }

  /**
   * Makes sure that the store has a layer.
   *
   * @param origins where it can be had; the next one is tried when one does not have it any more
   */
  void layer(DiffId layer, List<KnownOrigins.Origin> origins)
      throws IOException, BuildException, InterruptedException {
    RegistryException failure = null;
    for (KnownOrigins.Origin origin : origins) {
      try {
        layer(layer, origin);
        return;
      } catch (RegistryException e) {
        if (failure != null) {
          e.addSuppressed(failure);
        }
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
    throw unknownOrigin(layer);
  }

  private void layer(DiffId layer, KnownOrigins.Origin origin)
      throws IOException, BuildException, InterruptedException {
    Descriptor blob = origin.blob();
    StoreLock held = lock(blob);
    try (held) {
      if (store.layers().available(layer)) {
        return;
      }
      DiffId found = ingest(origin);
      if (!found.equals(layer)) {
        throw new BuildException(
            Kind.REGISTRY,
            null,
            "layer "
                + blob.digest()
                + " of "
                + origin.repository().familiar()
                + " unpacks to "
                + found
                + ", but its image config announces "
                + layer
                + "; the image is damaged in the registry");
      }
    }
  }

  private DiffId ingest(KnownOrigins.Origin origin) throws IOException {
    Descriptor blob = origin.blob();
    if (store.content().has(blob.digest())) {
      try (InputStream in = store.content().open(blob.digest())) {
        return ingest(in, blob);
      } catch (LostContentException e) {
        listener.warning(e.getMessage() + "; fetching it again", null);
      }
    }
    return again(
        () -> {
          try (InputStream in = download(origin.repository(), blob)) {
            return ingest(in, blob);
          }
        });
  }

  private DiffId ingest(InputStream in, Descriptor blob) throws IOException {
    if (disk == null) {
      return store.layers().ingest(in, blob);
    }
    return unpacking
        ? store.layers().ingestUnpacked(in, blob, disk)
        : store.layers().ingest(in, blob, disk);
  }

  /** Fetches something. */
  @FunctionalInterface
  private interface Fetch<T> {
    T run() throws IOException;
  }

  /** Wrong bytes may be right the next time, above all as a mirror that gave them is left out. */
  private <T> T again(Fetch<T> fetch) throws IOException {
    try {
      return fetch.run();
    } catch (RegistryException e) {
      if (e.kind() != RegistryException.Kind.INVALID_REPLY) {
        throw e;
      }
      listener.warning(e.getMessage() + "; fetching it once more", null);
      return fetch.run();
    }
  }

  private InputStream download(ImageReference repository, Descriptor blob) throws IOException {
    return new ProgressStream(registry.blob(repository, blob), listener, what, blob);
  }

  private StoreLock lock(Descriptor blob) throws IOException {
    return store.lock("blob-" + blob.digest().hex());
  }

  private BuildException unknownOrigin(DiffId layer) {
    return new BuildException(
        Kind.ENVIRONMENT,
        null,
        what
            + ": layer "
            + layer
            + " is not in the local store, and no registry is known to have it;"
            + " build or load the image again");
  }
}
