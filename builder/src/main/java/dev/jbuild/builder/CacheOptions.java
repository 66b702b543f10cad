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
    CacheTargets to) {
  public static final CacheOptions DEFAULT =
      new CacheOptions(false, List.of(), false, List.of(), CacheTargets.NONE);

  /**
   * Where results go.
   *
   * @param exports caches of their own
   * @param inline whether the images carry the results of their own steps
   */
  public record CacheTargets(List<CacheExport> exports, boolean inline) {
    public static final CacheTargets NONE = new CacheTargets(List.of(), false);

    public CacheTargets {
      exports = List.copyOf(exports);
    }
  }

  public CacheOptions {
    noCacheStages = List.copyOf(noCacheStages);
    from = List.copyOf(from);
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
    CacheTargets targets = new CacheTargets(value, to.inline());
    return new CacheOptions(noCache, noCacheStages, pull, from, targets);
  }

  public CacheOptions withInline(boolean value) {
    CacheTargets targets = new CacheTargets(to.exports(), value);
    return new CacheOptions(noCache, noCacheStages, pull, from, targets);
  }
}
