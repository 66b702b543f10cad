package dev.jbuild.builder.engine;

import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.image.LocalImages;
import dev.jbuild.builder.solve.Trace;
import dev.jbuild.builder.solve.VertexResult;
import dev.jbuild.cache.Store;
import dev.jbuild.cache.collect.CollectOptions;
import dev.jbuild.cache.collect.Collected;
import dev.jbuild.oci.layer.LayerDisk;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the build cache of a store below a limit: when a build has made something, and the cache
 * may be too large by that, what was not used for longest goes.
 */
final class CacheLimit {
  /** A record and tree nodes that a step adds beside its layer. */
  private static final long SMALL_FILES = 16_384;

  private final Store store;
  private final @Nullable Long limit;

  /**
   * @param limit in bytes, null for the usual one
   */
  CacheLimit(Store store, @Nullable Long limit) {
    this.store = store;
    this.limit = limit;
  }

  /** Looks after a build. Its image is made already, so a failure is only a warning. */
  void keep(Collection<VertexResult> results, LayerDisk disk, BuildListener listener) {
    long added = 0;
    for (VertexResult result : results) {
      Trace trace = result.trace();
      if (trace != null && trace.miss() != null) {
        added += SMALL_FILES + trace.layerBytes();
      }
    }
    if (added == 0) {
      return;
    }
    try {
      keep(added, disk);
    } catch (InterruptedIOException e) {
      listener.warning("the build cache was not brought below its limit: interrupted", null);
    } catch (IOException e) {
      listener.warning("the build cache was not brought below its limit: " + e.getMessage(), null);
    }
  }

  private void keep(long added, LayerDisk disk) throws IOException {
    long most = limit == null ? store.gauge().usualLimit() : limit;
    if (store.gauge().add(added, most)) {
      Collected collected =
          store.collector().collect(CollectOptions.limit(most), LocalImages::isNone, disk);
      store.gauge().set(collected.cacheBytes());
    }
  }
}
