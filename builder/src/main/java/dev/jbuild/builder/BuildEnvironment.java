package dev.jbuild.builder;

import dev.jbuild.executor.Isolation;
import dev.jbuild.registry.RegistryOptions;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Where a builder works: its store, the directory that the native helper is unpacked to, how
 * registries are called, the isolation asked for, a helper to use in place of the packaged one
 * (null for that), the clock that dates images, and the bytes that the build cache may take (null
 * for the usual part of the disk).
 */
public record BuildEnvironment(
    Path store,
    Path nativeCache,
    RegistryOptions registry,
    Isolation isolation,
    @Nullable Path executable,
    Clock clock,
    @Nullable Long cacheLimit) {

  public static BuildEnvironment of(Path store, Path nativeCache) {
    return new BuildEnvironment(
        store, nativeCache, RegistryOptions.DEFAULT, Isolation.AUTO, null, Clock.systemUTC(), null);
  }

  public BuildEnvironment withRegistry(RegistryOptions value) {
    return new BuildEnvironment(
        store, nativeCache, value, isolation, executable, clock, cacheLimit);
  }

  public BuildEnvironment withIsolation(Isolation value) {
    return new BuildEnvironment(store, nativeCache, registry, value, executable, clock, cacheLimit);
  }

  public BuildEnvironment withExecutable(@Nullable Path value) {
    return new BuildEnvironment(store, nativeCache, registry, isolation, value, clock, cacheLimit);
  }

  public BuildEnvironment withClock(Clock value) {
    return new BuildEnvironment(
        store, nativeCache, registry, isolation, executable, value, cacheLimit);
  }

  public BuildEnvironment withCacheLimit(@Nullable Long value) {
    return new BuildEnvironment(store, nativeCache, registry, isolation, executable, clock, value);
  }
}
