package dev.jbuild.builder;

import java.util.List;

/**
 * What may be reused: {@code noCache} runs every step again, {@code noCacheStages} those of the
 * stages of these names, {@code pull} asks the registry for base images even when the local store
 * has their tags.
 */
public record CacheOptions(boolean noCache, List<String> noCacheStages, boolean pull) {
  public static final CacheOptions DEFAULT = new CacheOptions(false, List.of(), false);

  public CacheOptions {
    noCacheStages = List.copyOf(noCacheStages);
  }

  public CacheOptions withNoCache(boolean value) {
    return new CacheOptions(value, noCacheStages, pull);
  }

  public CacheOptions withNoCacheStages(List<String> value) {
    return new CacheOptions(noCache, value, pull);
  }

  public CacheOptions withPull(boolean value) {
    return new CacheOptions(noCache, noCacheStages, value);
  }
}
