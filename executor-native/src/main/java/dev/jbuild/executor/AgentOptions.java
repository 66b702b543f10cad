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
 */
public record AgentOptions(
    Path stateDirectory,
    Path nativeCache,
    Isolation isolation,
    Consumer<String> log,
    @Nullable Path executable) {
  public AgentOptions {
    stateDirectory = stateDirectory.toAbsolutePath().normalize();
    nativeCache = nativeCache.toAbsolutePath().normalize();
  }

  public AgentOptions(
      Path stateDirectory, Path nativeCache, Isolation isolation, Consumer<String> log) {
    this(stateDirectory, nativeCache, isolation, log, null);
  }

  /** The same with another native program, as from the environment variable JBUILD_EXEC. */
  public AgentOptions withExecutable(@Nullable Path program) {
    return new AgentOptions(stateDirectory, nativeCache, isolation, log, program);
  }

  public AgentOptions withIsolation(Isolation value) {
    return new AgentOptions(stateDirectory, nativeCache, value, log, executable);
  }
}
