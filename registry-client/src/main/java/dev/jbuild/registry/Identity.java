package dev.jbuild.registry;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Who we are to one registry, and every secret that must not appear in a message about it. */
final class Identity {

  private final String registry;
  private final CredentialSource source;
  private final Set<String> secrets = ConcurrentHashMap.newKeySet();
  private final Map<String, Optional<Credentials>> parts = new ConcurrentHashMap<>();
  private volatile @Nullable Credentials credentials;

  Identity(String registry, CredentialSource source) {
    this.registry = registry;
    this.source = source;
  }

  /** Looked up once for each repository, and not before the registry asks. */
  synchronized Credentials credentials(String repository) throws IOException {
    Optional<Credentials> part = parts.get(repository);
    if (part == null) {
      part = source.findPart(registry, repository);
      part.map(Credentials::secret).ifPresent(this::remember);
      parts.put(repository, part);
    }
    return part.isPresent() ? part.get() : whole();
  }

  private Credentials whole() throws IOException {
    Credentials found = credentials;
    if (found == null) {
      found = source.find(registry);
      credentials = found;
      String secret = found.secret();
      if (secret != null) {
        remember(secret);
      }
    }
    return found;
  }

  String basicHeader(Credentials.Login login) {
    byte[] pair = (login.user() + ":" + login.password()).getBytes(StandardCharsets.UTF_8);
    String encoded = Base64.getEncoder().encodeToString(pair);
    remember(encoded);
    return "Basic " + encoded;
  }

  void remember(String secret) {
    if (!secret.isEmpty()) {
      secrets.add(secret);
    }
  }

  Set<String> secrets() {
    return secrets;
  }

  /** What to do about a denial. */
  String advice(String repository) {
    Credentials found = parts.getOrDefault(repository, Optional.empty()).orElse(credentials);
    if (found == null) {
      return "the registry did not ask for credentials";
    }
    return found instanceof Credentials.Anonymous
        ? found.origin()
        : "the credentials from " + found.origin() + " do not suffice: check them and their rights";
  }
}
