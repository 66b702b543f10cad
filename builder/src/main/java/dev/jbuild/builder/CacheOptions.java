package dev.jbuild.builder;

import java.util.List;

/**
 * What may be reused: {@code noCache} runs every step again, {@code noCacheStages} those of the
 * stages of these names, {@code pull} asks the registry for base images even when the local store
 * has their tags. What the local store does not have is looked for in {@code from}, in that order;
 * {@code to} gets what the build made or reused.
 */
public record CacheOptions(
    boolean noCache,
    List<String> noCacheStages,
    boolean pull,
    List<CachePlace> from,
    List<CacheExport> to) {
  public static final CacheOptions DEFAULT =
      new CacheOptions(false, List.of(), false, List.of(), List.of());

  public CacheOptions {
    noCacheStages = List.copyOf(noCacheStages);
    from = List.copyOf(from);
    to = List.copyOf(to);
  }

  public CacheOptions withNoCache(boolean value) {
    return new CacheOptions(value, noCacheStages, pull, from, to);
  }

  public CacheOptions withNoCacheStages(List<String> value) {
    return new CacheOptions(noCache, value, pull, from, to);
  }

  public CacheOptions withPull(boolean value) {
    return new CacheOptions(noCache, noCacheStages, value, from, to);
  }

  public CacheOptions withFrom(List<CachePlace> value) {
    return new CacheOptions(noCache, noCacheStages, pull, value, to);
  }

  public CacheOptions withTo(List<CacheExport> value) {
    return new CacheOptions(noCache, noCacheStages, pull, from, value);
  }
}
