package dev.jbuild.cache.collect;

/**
 * What was removed.
 *
 * @param records action records, images without a name, cache mounts and logs of builds
 * @param layers layers, in whatever forms
 * @param bytes what that freed on the disk
 * @param cacheBytes what of the cache is left
 */
public record Collected(int records, int layers, long bytes, long cacheBytes) {}
