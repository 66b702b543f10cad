package dev.jbuild.registry;

import dev.jbuild.oci.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A docker {@code config.json} or containers {@code auth.json} as it was read (docker/cli, {@code
 * cli/config/configfile}; containers-auth.json(5)).
 */
record AuthConfig(Path file, Map<?, ?> json) {

  /** Reads a file, which need not exist; a failure names it and does not quote it. */
  static AuthConfig read(Path file) throws IOException {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return new AuthConfig(file, Map.of());
    } catch (IOException e) {
      throw new IOException("read credentials from " + file + ": " + e, e);
    }
    try {
      return new AuthConfig(file, object(Json.parse(bytes)));
    } catch (IllegalArgumentException e) {
      // Without the cause: a parser's message may quote a secret.
      throw new IOException("the credentials file " + file + " is not JSON: repair or remove it");
    }
  }

  /** Docker Hub's credentials are kept under the address of its first index. */
  static String server(String registry) {
    return registry.equals("docker.io") ? "https://index.docker.io/v1/" : registry;
  }

  private static List<String> hosts(String registry) {
    return registry.equals("docker.io")
        ? List.of("index.docker.io", "docker.io", "registry-1.docker.io")
        : List.of(registry);
  }

  private static String host(Object key) {
    return String.valueOf(key).replaceFirst("^https?://", "").replaceFirst("/.*", "");
  }

  /**
   * What stands in the file itself, null for nothing. An entry of the registry goes before those of
   * parts of it ({@code registry/team}), which are taken for the whole, as docker does.
   */
  @Nullable Credentials entry(String registry) throws IOException {
    Credentials whole = entry(registry, false);
    return whole == null ? entry(registry, true) : whole;
  }

  /** The entry of the registry, or one of a part of it; null for none. */
  @Nullable Credentials entry(String registry, boolean part) throws IOException {
    Map<?, ?> auths = object(json.get("auths"));
    for (String host : hosts(registry)) {
      for (Map.Entry<?, ?> entry : auths.entrySet()) {
        String key = String.valueOf(entry.getKey());
        if (host(key).equals(host) && isPart(key) == part) {
          Map<?, ?> fields = object(entry.getValue());
          Credentials found = new AuthEntry(file, registry, fields).credentials();
          if (found != null) {
            return found;
          }
        }
      }
    }
    return null;
  }

  /**
   * What stands in the file for a repository or the nearest namespace above it, null for nothing.
   *
   * @param repository such as {@code team/app}
   */
  @Nullable Credentials partEntry(String registry, String repository) throws IOException {
    Map<?, ?> auths = object(json.get("auths"));
    for (String part = repository; !part.isEmpty(); part = parent(part)) {
      for (String host : hosts(registry)) {
        Map<?, ?> fields = object(auths.get(host + "/" + part));
        Credentials found = new AuthEntry(file, registry + "/" + part, fields).credentials();
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  private static String parent(String part) {
    return part.substring(0, Math.max(0, part.lastIndexOf('/')));
  }

  private static boolean isPart(String key) {
    return !key.replaceFirst("^https?://", "").matches("[^/]*(?:/(?:v[12]/?)?)?");
  }

  /** The helper for this registry alone, empty for none. */
  String ownHelper(String registry) {
    Map<?, ?> helpers = object(json.get("credHelpers"));
    for (String host : hosts(registry)) {
      for (Map.Entry<?, ?> entry : helpers.entrySet()) {
        if (host(entry.getKey()).equals(host) && entry.getValue() instanceof String name) {
          return name;
        }
      }
    }
    return "";
  }

  /** The helper that keeps a registry's credentials, empty when the file does that itself. */
  String helper(String registry) {
    String own = ownHelper(registry);
    String all = json.get("credsStore") instanceof String name ? name : "";
    return own.isEmpty() ? all : own;
  }

  /**
   * The file with another entry for a registry in the place of what it had; those of parts of it
   * stay, as with podman.
   *
   * @param entry null for none
   */
  AuthConfig with(String registry, @Nullable Map<String, @Nullable Object> entry) {
    Map<Object, @Nullable Object> auths = new LinkedHashMap<>(object(json.get("auths")));
    auths
        .keySet()
        .removeIf(key -> hosts(registry).contains(host(key)) && !isPart(String.valueOf(key)));
    if (entry != null) {
      auths.put(server(registry), entry);
    }
    Map<Object, @Nullable Object> changed = new LinkedHashMap<>(json);
    if (!auths.isEmpty() || changed.containsKey("auths")) {
      changed.put("auths", auths);
    }
    return new AuthConfig(file, changed);
  }

  private static Map<?, ?> object(@Nullable Object json) {
    return json instanceof Map<?, ?> map ? map : Map.of();
  }

  /** Shows no content: it is secret. */
  @Override
  public String toString() {
    return "AuthConfig[" + file + "]";
  }
}
