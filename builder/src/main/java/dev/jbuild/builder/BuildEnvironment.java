package dev.jbuild.builder;

import dev.jbuild.executor.Isolation;
import dev.jbuild.executor.OciRuntime;
import dev.jbuild.registry.RegistryOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a builder works: its store, the directory that the native helper is unpacked to, how
 * registries are called, the isolation asked for, a helper to use in place of the packaged one
 * (null for that), what runs containers (null for the helper itself), the clock that dates images,
 * the bytes that the build cache may take (null for the usual part of the disk), and the variables
 * that say how servers are reached (those of proxies, and GIT_SSH_COMMAND), and what the logs of
 * its builds say of how they were asked for.
 */
public record BuildEnvironment(
    Path store,
    Path nativeCache,
    RegistryOptions registry,
    Isolation isolation,
    @Nullable Path executable,
    @Nullable OciRuntime runtime,
    Clock clock,
    @Nullable Long cacheLimit,
    Map<String, String> variables,
    Invocation invocation) {

  public BuildEnvironment {
    variables = Map.copyOf(variables);
  }

  public static BuildEnvironment of(Path store, Path nativeCache) {
    return new BuildEnvironment(
        store,
        nativeCache,
        RegistryOptions.DEFAULT,
        Isolation.AUTO,
        null,
        null,
        Clock.systemUTC(),
        null,
        Map.of(),
        Invocation.UNKNOWN);
  }

  public BuildEnvironment withRegistry(RegistryOptions value) {
    return new BuildEnvironment(
        store,
        nativeCache,
        value,
        isolation,
        executable,
        runtime,
        clock,
        cacheLimit,
        variables,
        invocation);
  }

  public BuildEnvironment withIsolation(Isolation value) {
    return new BuildEnvironment(
        store,
        nativeCache,
        registry,
        value,
        executable,
        runtime,
        clock,
        cacheLimit,
        variables,
        invocation);
  }

  public BuildEnvironment withExecutable(@Nullable Path value) {
    return new BuildEnvironment(
        store,
        nativeCache,
        registry,
        isolation,
        value,
        runtime,
        clock,
        cacheLimit,
        variables,
        invocation);
  }

  public BuildEnvironment withRuntime(@Nullable OciRuntime value) {
    return new BuildEnvironment(
        store,
        nativeCache,
        registry,
        isolation,
        executable,
        value,
        clock,
        cacheLimit,
        variables,
        invocation);
  }

  public BuildEnvironment withClock(Clock value) {
    return new BuildEnvironment(
        store,
        nativeCache,
        registry,
        isolation,
        executable,
        runtime,
        value,
        cacheLimit,
        variables,
        invocation);
  }

  public BuildEnvironment withCacheLimit(@Nullable Long value) {
    return new BuildEnvironment(
        store,
        nativeCache,
        registry,
        isolation,
        executable,
        runtime,
        clock,
        value,
        variables,
        invocation);
  }

  public BuildEnvironment withVariables(Map<String, String> value) {
    return new BuildEnvironment(
        store,
        nativeCache,
        registry,
        isolation,
        executable,
        runtime,
        clock,
        cacheLimit,
        value,
        invocation);
  }

  public BuildEnvironment withInvocation(Invocation value) {
    return new BuildEnvironment(
        store,
        nativeCache,
        registry,
        isolation,
        executable,
        runtime,
        clock,
        cacheLimit,
        variables,
        value);
  }
}
