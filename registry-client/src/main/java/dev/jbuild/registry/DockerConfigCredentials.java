package dev.jbuild.registry;

import dev.jbuild.oci.json.Json;
import dev.jbuild.registry.Credentials.AccessToken;
import dev.jbuild.registry.Credentials.Anonymous;
import dev.jbuild.registry.Credentials.IdentityToken;
import dev.jbuild.registry.Credentials.Login;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Credentials from a docker {@code config.json} (docker/cli, {@code cli/config/configfile}). The
 * file is read at each lookup and need not exist. Credential helpers are not called; where a
 * registry's credentials are kept by one, the {@link Anonymous} answer says so.
 */
public final class DockerConfigCredentials implements CredentialSource {

  private final Path file;

  public DockerConfigCredentials(Path file) {
    this.file = file;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IOException naming the file, never quoting it
   */
  @Override
  public Credentials find(String registry) throws IOException {
    Map<?, ?> config = read();
    Map<?, ?> auths = object(config.get("auths"));
    for (String key : keys(registry)) {
      for (Map.Entry<?, ?> entry : auths.entrySet()) {
        if (host(String.valueOf(entry.getKey())).equals(key)) {
          Credentials found = credentials(registry, object(entry.getValue()));
          if (found != null) {
            return found;
          }
        }
      }
    }
    return new Anonymous(missing(registry, config));
  }

  private Map<?, ?> read() throws IOException {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return Map.of();
    } catch (IOException e) {
      throw new IOException("read credentials from " + file + ": " + e, e);
    }
    try {
      return object(Json.parse(bytes));
    } catch (IllegalArgumentException e) {
      // Without the cause: a parser's message may quote a secret.
      throw new IOException("the credentials file " + file + " is not JSON: repair or remove it");
    }
  }

  private static Map<?, ?> object(@Nullable Object json) {
    return json instanceof Map<?, ?> map ? map : Map.of();
  }

  /** Docker Hub's credentials are kept under the name of its first index. */
  private static List<String> keys(String registry) {
    return registry.equals("docker.io")
        ? List.of("index.docker.io", "docker.io", "registry-1.docker.io")
        : List.of(registry);
  }

  private static String host(String key) {
    return key.replaceFirst("^https?://", "").replaceFirst("/.*", "");
  }

  private @Nullable Credentials credentials(String registry, Map<?, ?> entry) throws IOException {
    String origin = file.toString();
    String identityToken = text(entry, "identitytoken");
    if (!identityToken.isEmpty()) {
      return new IdentityToken(identityToken, origin);
    }
    String accessToken = text(entry, "registrytoken");
    if (!accessToken.isEmpty()) {
      if (!accessToken.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
        throw new IOException(
            "\"registrytoken\" of " + registry + " in " + file + " is no token: correct it");
      }
      return new AccessToken(accessToken, origin);
    }
    String user = text(entry, "username");
    String password = text(entry, "password");
    if (!user.isEmpty() && !password.isEmpty()) {
      return new Login(user, password, origin);
    }
    String auth = text(entry, "auth");
    return auth.isEmpty() ? null : decode(registry, auth);
  }

  private Login decode(String registry, String auth) throws IOException {
    String problem =
        "\"auth\" of " + registry + " in " + file + " is not base64 of user:password: correct it";
    try {
      String pair = new String(Base64.getDecoder().decode(auth), StandardCharsets.UTF_8);
      int colon = pair.indexOf(':');
      if (colon <= 0) {
        throw new IOException(problem);
      }
      // Docker has written passwords with zero bytes behind them.
      String password = pair.substring(colon + 1).replaceFirst("\0+$", "");
      return new Login(pair.substring(0, colon), password, file.toString());
    } catch (IllegalArgumentException e) {
      throw new IOException(problem); // without the cause, which quotes what it could not decode
    }
  }

  private static String text(Map<?, ?> entry, String name) {
    return entry.get(name) instanceof String text ? text : "";
  }

  private String missing(String registry, Map<?, ?> config) {
    Map<String, String> helpers = new LinkedHashMap<>();
    object(config.get("credHelpers"))
        .forEach((key, value) -> helpers.put(host(String.valueOf(key)), String.valueOf(value)));
    String helper = text(config, "credsStore");
    for (String key : keys(registry)) {
      helper = helpers.getOrDefault(key, helper);
    }
    String entry =
        "put an \"auths\" entry for "
            + keys(registry).getFirst()
            + " with \"auth\": base64 of user:password into "
            + file;
    return helper.isEmpty()
        ? "no credentials for " + registry + " were found: " + entry
        : file
            + " leaves "
            + registry
            + " to the credential helper docker-credential-"
            + helper
            + ", which jbuild does not call: "
            + entry;
  }
}
