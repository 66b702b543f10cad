package dev.jbuild.maven;

import dev.jbuild.registry.CredentialSource;
import dev.jbuild.registry.Credentials;
import dev.jbuild.registry.Proxies;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.Settings;
import org.apache.maven.settings.building.SettingsProblem;
import org.apache.maven.settings.crypto.DefaultSettingsDecryptionRequest;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.apache.maven.settings.crypto.SettingsDecryptionResult;
import org.jspecify.annotations.Nullable;

/**
 * The servers and proxies of settings.xml. The id of a server is that of a registry as images name
 * it, such as {@code registry.example.com:5000}; several names stand for docker.io.
 */
final class MavenServers {
  private static final List<String> DOCKER =
      List.of(
          "docker.io",
          "index.docker.io",
          "registry-1.docker.io",
          "registry.hub.docker.com",
          "https://index.docker.io/v1/");

  private final Settings settings;
  private final SettingsDecrypter decrypter;

  MavenServers(Settings settings, SettingsDecrypter decrypter) {
    this.settings = settings;
    this.decrypter = decrypter;
  }

  /** These servers, and for registries that none of them is {@code others}. */
  CredentialSource before(CredentialSource others) {
    return new CredentialSource() {
      @Override
      public Credentials find(String registry) throws IOException {
        Server server = server(registry);
        return server == null ? others.find(registry) : login(server);
      }

      @Override
      public Optional<Credentials> findPart(String registry, String repository) throws IOException {
        return server(registry) == null ? others.findPart(registry, repository) : Optional.empty();
      }
    };
  }

  private @Nullable Server server(String registry) {
    for (String id : DOCKER.contains(registry) ? DOCKER : List.of(registry)) {
      Server server = settings.getServer(id);
      if (server != null) {
        return server;
      }
    }
    return settings.getServer("https://" + registry);
  }

  private Credentials login(Server encrypted) throws IOException {
    String place = "the server " + encrypted.getId() + " of settings.xml";
    SettingsDecryptionResult result =
        decrypter.decrypt(new DefaultSettingsDecryptionRequest(encrypted));
    for (SettingsProblem problem : result.getProblems()) {
      if (problem.getSeverity() != SettingsProblem.Severity.WARNING) {
        throw new IOException(
            "the password of " + place + " cannot be decrypted: " + problem.getMessage());
      }
    }
    Server server = result.getServer();
    String user = server.getUsername();
    String password = server.getPassword();
    if (user == null || user.isEmpty() || password == null) {
      throw new IOException(place + " has no username or no password");
    }
    return new Credentials.Login(user, password, place);
  }

  /** The variables of an environment, with the active proxies of settings.xml in their place. */
  Map<String, String> proxies(
      Map<String, String> environment, boolean offline, Consumer<String> warnings)
      throws IOException {
    Map<String, String> variables =
        new ProxyVariables(settings, decrypter, warnings).in(environment);
    if (offline) {
      variables.put(Proxies.OFFLINE, "1");
    }
    return variables;
  }
}
