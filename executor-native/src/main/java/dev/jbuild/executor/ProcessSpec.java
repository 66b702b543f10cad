package dev.jbuild.executor;

import java.util.List;
import java.util.Set;

/**
 * The command of a container.
 *
 * @param args the program, searched in the PATH of {@code env}, and its arguments
 * @param env {@code NAME=value}, all there is; a missing HOME is taken from the user's entry in
 *     /etc/passwd of the container
 * @param cwd absolute; made with mode 0755 for the user when it is missing
 * @param user as in an image config: {@code ""}, {@code name}, {@code 1000}, {@code name:group},
 *     {@code 1000:1000}, looked up in the container's own files
 * @param tty whether the command gets a terminal; then all output is standard output
 */
public record ProcessSpec(
    List<String> args,
    List<String> env,
    String cwd,
    String user,
    boolean tty,
    Set<Capability> capabilities) {
  public ProcessSpec {
    args = List.copyOf(args);
    env = List.copyOf(env);
    capabilities = Set.copyOf(capabilities);
    if (args.isEmpty()) {
      throw new IllegalArgumentException("a command needs a program");
    }
    if (!cwd.startsWith("/")) {
      throw new IllegalArgumentException("the working directory is not absolute: " + cwd);
    }
  }

  public ProcessSpec(List<String> args, List<String> env, String cwd, String user, boolean tty) {
    this(args, env, cwd, user, tty, Capability.DEFAULT);
  }

  /** A command as root in / with nothing in its environment. */
  public static ProcessSpec of(String... args) {
    return new ProcessSpec(List.of(args), List.of(), "/", "", false);
  }

  public ProcessSpec withEnv(List<String> value) {
    return new ProcessSpec(args, value, cwd, user, tty, capabilities);
  }

  public ProcessSpec withCwd(String value) {
    return new ProcessSpec(args, env, value, user, tty, capabilities);
  }

  public ProcessSpec withUser(String value) {
    return new ProcessSpec(args, env, cwd, value, tty, capabilities);
  }

  public ProcessSpec withTty(boolean value) {
    return new ProcessSpec(args, env, cwd, user, value, capabilities);
  }
}
