package dev.jbuild.runner;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the user asks of a container's process; null and empty leave it to the image.
 *
 * @param entrypoint replaces the image's, and with it the image's cmd; an empty text takes both
 *     away
 * @param command replaces the image's cmd
 * @param env {@code NAME=value}, or {@code NAME} to take a variable of the image away
 */
public record ProcessOptions(
    @Nullable String entrypoint,
    List<String> command,
    List<String> env,
    @Nullable String workingDirectory,
    @Nullable String user) {

  /** All as the image has it. */
  public static final ProcessOptions NONE =
      new ProcessOptions(null, List.of(), List.of(), null, null);

  public ProcessOptions {
    command = List.copyOf(command);
    env = List.copyOf(env);
    if (workingDirectory != null && !workingDirectory.startsWith("/")) {
      throw new IllegalArgumentException(
          "the working directory must be absolute: " + workingDirectory);
    }
  }

  public ProcessOptions withEntrypoint(@Nullable String value) {
    return new ProcessOptions(value, command, env, workingDirectory, user);
  }

  public ProcessOptions withCommand(List<String> value) {
    return new ProcessOptions(entrypoint, value, env, workingDirectory, user);
  }

  public ProcessOptions withEnv(List<String> value) {
    return new ProcessOptions(entrypoint, command, value, workingDirectory, user);
  }

  public ProcessOptions withWorkingDirectory(@Nullable String value) {
    return new ProcessOptions(entrypoint, command, env, value, user);
  }

  public ProcessOptions withUser(@Nullable String value) {
    return new ProcessOptions(entrypoint, command, env, workingDirectory, value);
  }
}
