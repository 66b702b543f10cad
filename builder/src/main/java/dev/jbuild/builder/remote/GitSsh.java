package dev.jbuild.builder.remote;

import dev.jbuild.builder.SshSource;
import dev.jbuild.builder.ssh.ForwardedAgent;
import dev.jbuild.cache.Store;
import dev.jbuild.executor.HostCommand;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Starts the user's ssh program, which checks hosts and reads its configuration as always. It never
 * asks anything.
 *
 * @param environment variables of whoever builds, in the place of this process's own
 * @param command words of a shell to start in its place, as git's GIT_SSH_COMMAND; null for ssh
 * @param given what {@code --ssh default} gave the build, null without
 * @param own whether the user's own keys may serve when nothing was given
 */
record GitSsh(
    Store store,
    Map<String, String> environment,
    @Nullable String command,
    @Nullable SshSource given,
    boolean own) {
  private static final String VARIABLE = "GIT_SSH_COMMAND";
  private static final String AGENT = "SSH_AUTH_SOCK";

  /** The id that docker, too, takes for repositories. */
  private static final String ID = "default";

  static GitSsh of(Store store, Map<String, String> environment, Map<String, SshSource> agents) {
    String command = environment.getOrDefault(VARIABLE, "");
    return new GitSsh(store, environment, command.isBlank() ? null : command, agents.get(ID), true);
  }

  GitSsh withGivenKeysOnly() {
    return new GitSsh(store, environment, command, given, false);
  }

  /** The agent of a connection, null when ssh looks for keys itself. */
  @Nullable ForwardedAgent agent() throws IOException {
    if (given == null && !own) {
      throw new RemoteException(
          "a repository over SSH needs keys, and the build was given none: use --ssh default, or"
              + " --ssh default=KEY");
    }
    return given == null ? null : ForwardedAgent.open(given, store);
  }

  /**
   * Runs a program on a host.
   *
   * @param port -1 for the usual
   */
  Process start(String userAndHost, int port, String program, @Nullable ForwardedAgent agent)
      throws IOException {
    List<String> words = new ArrayList<>();
    words.addAll(
        command == null ? List.of("ssh") : List.of("/bin/sh", "-c", command + " \"$@\"", "ssh"));
    words.addAll(List.of("-o", "BatchMode=yes"));
    if (agent != null) {
      // The agent that the build was given, and neither files nor another agent.
      words.addAll(List.of("-o", "IdentityAgent=" + AGENT, "-o", "IdentityFile=none"));
    }
    if (port >= 0) {
      words.addAll(List.of("-p", String.valueOf(port)));
    }
    words.addAll(List.of("--", userAndHost, program));
    Map<String, String> variables = new HashMap<>(environment);
    if (agent != null) {
      variables.put(AGENT, agent.path().toString());
    }
    try {
      return HostCommand.start(words, variables);
    } catch (IOException e) {
      throw new RemoteException(
          "the program ssh, which git over SSH needs, cannot be started (Debian has it in"
              + " openssh-client): "
              + e.getMessage(),
          e);
    }
  }
}
