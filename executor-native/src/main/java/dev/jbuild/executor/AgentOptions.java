package dev.jbuild.executor;

import java.nio.file.Path;
import java.util.Map;
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
 * @param container the directory of the one listed container that the agent is for, locked as long
 *     as anything of it is there; null for any number of containers that nobody lists
 * @param variables of the environment, in the place of this process's own: they say where programs
 *     are (PATH) and whose subordinate ids are taken (USER)
 */
public record AgentOptions(
    Path stateDirectory,
    Path nativeCache,
    Isolation isolation,
    Consumer<String> log,
    @Nullable Path executable,
    @Nullable OciRuntime runtime,
    @Nullable Path container,
    Map<String, String> variables) {
  public AgentOptions {
    stateDirectory = stateDirectory.toAbsolutePath().normalize();
    nativeCache = nativeCache.toAbsolutePath().normalize();
    variables = Map.copyOf(variables);
  }

  public AgentOptions(
      Path stateDirectory, Path nativeCache, Isolation isolation, Consumer<String> log) {
    this(stateDirectory, nativeCache, isolation, log, null, null, null, Map.of());
  }

  public AgentOptions(
      Path stateDirectory,
      Path nativeCache,
      Isolation isolation,
      Consumer<String> log,
      @Nullable Path executable) {
    this(stateDirectory, nativeCache, isolation, log, executable, null, null, Map.of());
  }

  public AgentOptions(
      Path stateDirectory,
      Path nativeCache,
      Isolation isolation,
      Consumer<String> log,
      @Nullable Path executable,
      @Nullable OciRuntime runtime) {
    this(stateDirectory, nativeCache, isolation, log, executable, runtime, null, Map.of());
  }

  /** The same with another native program, as from the environment variable JBUILD_EXEC. */
  public AgentOptions withExecutable(@Nullable Path program) {
    return new AgentOptions(
        stateDirectory, nativeCache, isolation, log, program, runtime, container, variables);
  }

  public AgentOptions withRuntime(@Nullable OciRuntime value) {
    return new AgentOptions(
        stateDirectory, nativeCache, isolation, log, executable, value, container, variables);
  }

  public AgentOptions withIsolation(Isolation value) {
    return new AgentOptions(
        stateDirectory, nativeCache, value, log, executable, runtime, container, variables);
  }

  public AgentOptions withContainer(@Nullable Path value) {
    return new AgentOptions(
        stateDirectory, nativeCache, isolation, log, executable, runtime, value, variables);
  }

  public AgentOptions withVariables(Map<String, String> value) {
    return new AgentOptions(
        stateDirectory, nativeCache, isolation, log, executable, runtime, container, value);
  }
}
