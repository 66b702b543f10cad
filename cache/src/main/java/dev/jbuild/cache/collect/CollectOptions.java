package dev.jbuild.cache.collect;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What may be removed. What images need that have a name is never removed, nor what a running
 * process has used.
 *
 * @param all also the records of steps that named images contain, and the trees of images
 * @param maxBytes how much may stay of cache and cache mounts, the last used first; null to remove
 *     all of it
 * @param unusedFor only what was not used for that long
 */
public record CollectOptions(
    boolean all, @Nullable Long maxBytes, Duration unusedFor, Set<Kind> kinds) {
  /** What can be removed. */
  public enum Kind {
    /** Action records, and images without a name. */
    CACHE,
    /** Cache mounts. */
    MOUNT,
    /** Logs of builds, which are no cache: they bound themselves. */
    LOG
  }

  public static final CollectOptions DEFAULT =
      new CollectOptions(false, null, Duration.ZERO, Set.of(Kind.CACHE));

  /** Keeps the cache, of all kinds, below a size. */
  public static CollectOptions limit(long bytes) {
    return new CollectOptions(true, bytes, Duration.ZERO, Set.of(Kind.CACHE, Kind.MOUNT));
  }

  public CollectOptions {
    kinds = Set.copyOf(kinds);
  }
}
