package dev.jbuild.builder;

import dev.jbuild.executor.Isolation;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Where a builder works: its store, the directory that the native helper is unpacked to, docker's
 * {@code config.json} with the registry credentials (null for none), the isolation asked for, a
 * helper to use in place of the packaged one (null for that), and the clock that dates images.
 */
public record BuildEnvironment(
    Path store,
    Path nativeCache,
    @Nullable Path dockerConfig,
    Isolation isolation,
    @Nullable Path executable,
    Clock clock) {

  public static BuildEnvironment of(Path store, Path nativeCache) {
    return new BuildEnvironment(store, nativeCache, null, Isolation.AUTO, null, Clock.systemUTC());
  }

  public BuildEnvironment withDockerConfig(@Nullable Path value) {
    return new BuildEnvironment(store, nativeCache, value, isolation, executable, clock);
  }

  public BuildEnvironment withIsolation(Isolation value) {
    return new BuildEnvironment(store, nativeCache, dockerConfig, value, executable, clock);
  }

  public BuildEnvironment withExecutable(@Nullable Path value) {
    return new BuildEnvironment(store, nativeCache, dockerConfig, isolation, value, clock);
  }

  public BuildEnvironment withClock(Clock value) {
    return new BuildEnvironment(store, nativeCache, dockerConfig, isolation, executable, value);
  }
}
