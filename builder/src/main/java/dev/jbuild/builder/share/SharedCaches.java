package dev.jbuild.builder.share;

import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.CachePlace;
import dev.jbuild.builder.ops.State;
import dev.jbuild.cache.Store;
import dev.jbuild.cache.action.ActionKey;
import dev.jbuild.cache.action.ActionRecord;
import dev.jbuild.oci.layer.LayerDisk;
import dev.jbuild.registry.RegistryClient;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The shared caches that a build may take results from, in their order. Safe for threads. */
public final class SharedCaches {
  private final List<SharedCache> caches;

  /** Caches that nothing is read of before the first is asked for a step. */
  public SharedCaches(
      List<CachePlace> places,
      Store store,
      RegistryClient registry,
      LayerDisk disk,
      BuildListener listener) {
    this.caches =
        places.stream()
            .map(
                place ->
                    new SharedCache(
                        store, disk, listener, source(place, registry), place.toString()))
            .toList();
  }

  private static CacheSource source(CachePlace place, RegistryClient registry) {
    return switch (place) {
      case CachePlace.Layout layout -> new LayoutSource(layout.directory(), layout.tag());
      case CachePlace.Registry remote -> new RegistrySource(registry, remote.reference());
    };
  }

  /**
   * The result of a step that somebody else did. Its layers are in the store by then and have been
   * checked; what cannot be had or is wrong is a warning and no result.
   *
   * @param base the files before the step
   * @throws IOException only when the build was interrupted
   */
  public Optional<ActionRecord> find(ActionKey key, State base)
      throws IOException, InterruptedException {
    for (SharedCache cache : caches) {
      Optional<ActionRecord> found = cache.take(key, base);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }
}
