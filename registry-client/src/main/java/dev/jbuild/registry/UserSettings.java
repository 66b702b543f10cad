package dev.jbuild.registry;

import java.nio.file.Path;
import java.util.Map;

/** What the environment of a user says about registries. */
public final class UserSettings {

  private UserSettings() {}

  /**
   * How this user's registries are called.
   *
   * @param environment all variables of the process
   * @param dockerConfig docker's {@code config.json}, which need not exist
   */
  public static RegistryOptions options(Map<String, String> environment, Path dockerConfig) {
    return RegistryOptions.DEFAULT
        .withCredentials(DockerConfigCredentials.of(environment, dockerConfig))
        .withProxies(Proxies.of(environment));
  }
}
