package dev.jbuild.builder;

/**
 * What may be reused: {@code noCache} runs every step again, {@code pull} asks the registry for
 * base images even when the local store has their tags.
 */
public record CacheOptions(boolean noCache, boolean pull) {
  public static final CacheOptions DEFAULT = new CacheOptions(false, false);

  public CacheOptions withNoCache(boolean value) {
    return new CacheOptions(value, pull);
  }

  public CacheOptions withPull(boolean value) {
    return new CacheOptions(noCache, value);
  }
}
