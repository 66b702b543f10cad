package dev.jbuild.builder;

import dev.jbuild.executor.Isolation;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Where a builder works: its store, the directory that the native helper is unpacked to, docker's
 * {@code config.json} with the registry credentials (null for none), the isolation asked for, a
 * helper to use in place of the packaged one (null for that), the clock that dates images, and the
 * bytes that the build cache may take (null for the usual part of the disk).
 */
public record BuildEnvironment(
    Path store,
    Path nativeCache,
    @Nullable Path dockerConfig,
    Isolation isolation,
    @Nullable Path executable,
    Clock clock,
    @Nullable Long cacheLimit) {

  public static BuildEnvironment of(Path store, Path nativeCache) {
    return new BuildEnvironment(
        store, nativeCache, null, Isolation.AUTO, null, Clock.systemUTC(), null);
  }

  public BuildEnvironment withDockerConfig(@Nullable Path value) {
    return new BuildEnvironment(
        store, nativeCache, value, isolation, executable, clock, cacheLimit);
  }

  public BuildEnvironment withIsolation(Isolation value) {
    return new BuildEnvironment(
        store, nativeCache, dockerConfig, value, executable, clock, cacheLimit);
  }

  public BuildEnvironment withExecutable(@Nullable Path value) {
    return new BuildEnvironment(
        store, nativeCache, dockerConfig, isolation, value, clock, cacheLimit);
  }

  public BuildEnvironment withClock(Clock value) {
    return new BuildEnvironment(
        store, nativeCache, dockerConfig, isolation, executable, value, cacheLimit);
  }

  public BuildEnvironment withCacheLimit(@Nullable Long value) {
    return new BuildEnvironment(
        store, nativeCache, dockerConfig, isolation, executable, clock, value);
  }
}
