package dev.jbuild.registry;

import dev.jbuild.registry.Credentials.AccessToken;
import dev.jbuild.registry.Credentials.Login;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Answers the challenges of one registry, Basic or Bearer, and remembers the answers: one token for
 * each set of scopes. Credentials are sent only when the registry has asked for them.
 */
final class Authorizer {

  private final Identity identity;
  private final Failures failures;
  private final TokenServer tokenServer;
  private final Map<Set<String>, Token> tokens = new ConcurrentHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable Challenge known;

  /** An Authorization header that is good until a moment of {@link System#nanoTime}. */
  record Token(String header, long until) {
    boolean isFresh() {
      return System.nanoTime() - until < 0;
    }
  }

  Authorizer(Identity identity, Failures failures, TokenServer tokenServer) {
    this.identity = identity;
    this.failures = failures;
    this.tokenServer = tokenServer;
  }

  /** The Authorization header to send at once, null while the registry has not asked for one. */
  @Nullable String header(Call call) throws IOException {
    Challenge challenge = known;
    return challenge == null ? null : answer(call, challenge, null);
  }

  /**
   * The header that answers the challenges.
   *
   * @param rejected the header that the registry has just refused
   * @return null when there is nothing new to say
   */
  @Nullable String answer(Call call, List<Challenge> challenges, @Nullable String rejected)
      throws IOException {
    Optional<Challenge> usable =
        challenges.stream()
            .filter(Challenge::isBearer)
            .findFirst()
            .or(() -> challenges.stream().filter(Challenge::isBasic).findFirst());
    if (usable.isEmpty()) {
      return null;
    }
    known = usable.get().withoutScope();
    String header = answer(call, usable.get(), rejected);
    return header == null || header.equals(rejected) ? null : header;
  }

  private @Nullable String answer(Call call, Challenge challenge, @Nullable String rejected)
      throws IOException {
    Credentials credentials = credentials(call);
    if (challenge.isBasic()) {
      return credentials instanceof Login login ? identity.basicHeader(login) : null;
    }
    if (credentials instanceof AccessToken access) {
      return "Bearer " + access.token();
    }
    lock.lock(); // many transfers start at once and shall share one token
    try {
      Token token = tokens.get(call.scopes());
      if (token == null || !token.isFresh() || token.header().equals(rejected)) {
        token = tokenServer.token(call, challenge, credentials);
        tokens.put(call.scopes(), token);
      }
      return token.header();
    } finally {
      lock.unlock();
    }
  }

  private Credentials credentials(Call call) throws IOException {
    try {
      return identity.credentials(call.reference().repository());
    } catch (IOException e) {
      throw failures.credentials(call, e);
    }
  }
}
