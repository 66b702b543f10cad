package dev.jbuild.registry;

import dev.jbuild.registry.conf.RegistriesFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
        .withProxies(Proxies.of(environment))
        .withCertificates(certificates(environment))
        .withRegistries(RegistriesFiles.of(environment));
  }

  /** The user's before the machine's, containers' before docker's. */
  private static CertificateDirectories certificates(Map<String, String> environment) {
    List<Path> roots = new ArrayList<>();
    String home = environment.getOrDefault("HOME", "");
    String chosen = environment.getOrDefault("XDG_CONFIG_HOME", "");
    String settings = chosen.isEmpty() && !home.isEmpty() ? home + "/.config" : chosen;
    for (String base : settings.isEmpty() ? List.of("/etc") : List.of(settings, "/etc")) {
      roots.add(Path.of(base, "containers", "certs.d"));
      roots.add(Path.of(base, "docker", "certs.d"));
    }
    return new CertificateDirectories(roots, environment.get(ClientKeyPassword.VARIABLE));
  }
}
