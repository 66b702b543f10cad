package dev.jbuild.builder;

import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Where a builder works: its store, the directory that the native helper is unpacked to, docker's
 * {@code config.json} with the registry credentials (null for none), the isolation asked for (null
 * for the best that works; else the name of a rung) and the clock that dates images.
 */
public record BuildEnvironment(
    Path store,
    Path nativeCache,
    @Nullable Path dockerConfig,
    @Nullable String isolation,
    Clock clock) {

  public static BuildEnvironment of(Path store, Path nativeCache) {
    return new BuildEnvironment(store, nativeCache, null, null, Clock.systemUTC());
  }

  public BuildEnvironment withDockerConfig(@Nullable Path value) {
    return new BuildEnvironment(store, nativeCache, value, isolation, clock);
  }

  public BuildEnvironment withIsolation(@Nullable String value) {
    return new BuildEnvironment(store, nativeCache, dockerConfig, value, clock);
  }

  public BuildEnvironment withClock(Clock value) {
    return new BuildEnvironment(store, nativeCache, dockerConfig, isolation, value);
  }
}
