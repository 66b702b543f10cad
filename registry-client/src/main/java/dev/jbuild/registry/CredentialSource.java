package dev.jbuild.registry;

import java.io.IOException;
import java.util.Optional;

/** Finds the credentials for a registry. */
@FunctionalInterface
public interface CredentialSource {

  /** Never has any. */
  CredentialSource ANONYMOUS =
      registry -> new Credentials.Anonymous("no credentials were given for " + registry);

  /**
   * The credentials for a registry, asked for only when the registry wants some.
   *
   * @param registry host and optional port as in an image reference, for example {@code docker.io}
   * @throws IOException when the place where credentials are kept cannot be read or understood
   */
  Credentials find(String registry) throws IOException;

  /**
   * The credentials for a part of a registry, which go before those for the whole.
   *
   * @param repository without the registry, for example {@code team/app}
   * @return empty when there are none for it alone
   * @throws IOException as {@link #find}
   */
  default Optional<Credentials> findPart(String registry, String repository) throws IOException {
    return Optional.empty();
  }
}
