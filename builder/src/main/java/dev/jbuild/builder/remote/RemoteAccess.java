package dev.jbuild.builder.remote;

import dev.jbuild.builder.RunAccess;
import dev.jbuild.builder.secret.Secrets;
import dev.jbuild.cache.Store;
import java.util.HashMap;
import java.util.Map;

/** How a build reaches servers: through which proxies, with which credentials. Safe for threads. */
public final class RemoteAccess {
  private final Map<String, String> environment;
  private final Proxies proxies;
  private final Credentials credentials;
  private final GitSsh ssh;

  private RemoteAccess(
      Map<String, String> environment, Proxies proxies, Credentials credentials, GitSsh ssh) {
    this.environment = environment;
    this.proxies = proxies;
    this.credentials = credentials;
    this.ssh = ssh;
  }

  /**
   * The access of a build to what its user named on the command line.
   *
   * @param environment the variables of proxies, and GIT_SSH_COMMAND
   */
  public static RemoteAccess of(Store store, Map<String, String> environment, RunAccess given) {
    return new RemoteAccess(
        Map.copyOf(environment),
        new Proxies(environment),
        new Credentials(new Secrets(given.secrets())),
        GitSsh.of(store, environment, given.agents()));
  }

  /** The same, where other proxies go before those of the environment. */
  public RemoteAccess withProxies(Map<String, String> variables) {
    Map<String, String> all = new HashMap<>(environment);
    // Any case of a name replaces all cases of it.
    variables.keySet().forEach(name -> all.keySet().removeIf(name::equalsIgnoreCase));
    all.putAll(variables);
    return new RemoteAccess(all, new Proxies(all), credentials, ssh);
  }

  /** The same for what a Dockerfile names: only with the keys that the build was given. */
  public RemoteAccess ofDockerfile() {
    return new RemoteAccess(environment, proxies, credentials, ssh.withGivenKeysOnly());
  }

  Proxies proxies() {
    return proxies;
  }

  Credentials credentials() {
    return credentials;
  }

  GitSsh ssh() {
    return ssh;
  }
}
