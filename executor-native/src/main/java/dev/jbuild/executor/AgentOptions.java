package dev.jbuild.executor;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How to start an agent.
 *
 * @param stateDirectory the root of the store: the agent makes, renames, fills and removes only
 *     what is below, and keeps its own scratch in {@code run/} there; must exist
 * @param nativeCache where the native program is unpacked, once for each version
 * @param isolation what to take, or AUTO
 * @param log receives single lines: warnings of layer operations and messages of the native side;
 *     called from any thread
 * @param executable a native program to use in place of the packaged one, or null
 * @param runtime runs the containers, null for the native program itself
 */
public record AgentOptions(
    Path stateDirectory,
    Path nativeCache,
    Isolation isolation,
    Consumer<String> log,
    @Nullable Path executable,
    @Nullable OciRuntime runtime) {
  public AgentOptions {
    stateDirectory = stateDirectory.toAbsolutePath().normalize();
    nativeCache = nativeCache.toAbsolutePath().normalize();
  }

  public AgentOptions(
      Path stateDirectory, Path nativeCache, Isolation isolation, Consumer<String> log) {
    this(stateDirectory, nativeCache, isolation, log, null, null);
  }

  public AgentOptions(
      Path stateDirectory,
      Path nativeCache,
      Isolation isolation,
      Consumer<String> log,
      @Nullable Path executable) {
    this(stateDirectory, nativeCache, isolation, log, executable, null);
  }

  /** The same with another native program, as from the environment variable JBUILD_EXEC. */
  public AgentOptions withExecutable(@Nullable Path program) {
    return new AgentOptions(stateDirectory, nativeCache, isolation, log, program, runtime);
  }

  public AgentOptions withRuntime(@Nullable OciRuntime value) {
    return new AgentOptions(stateDirectory, nativeCache, isolation, log, executable, value);
  }

  public AgentOptions withIsolation(Isolation value) {
    return new AgentOptions(stateDirectory, nativeCache, value, log, executable, runtime);
  }
}
