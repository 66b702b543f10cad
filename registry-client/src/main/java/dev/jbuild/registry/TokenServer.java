package dev.jbuild.registry;

import dev.jbuild.oci.json.Json;
import dev.jbuild.registry.Credentials.IdentityToken;
import dev.jbuild.registry.Credentials.Login;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Fetches bearer tokens (distribution, "Token Authentication Specification" and "OAuth2 Token
 * Authentication").
 */
final class TokenServer {

  private static final int LONGEST_REPLY = 1 << 20;

  /** What the specification says of a token without a date. */
  private static final long DEFAULT_SECONDS = 60;

  private final Endpoint endpoint;
  private final Transport transport;
  private final Identity identity;
  private final Failures failures;

  TokenServer(Endpoint endpoint, Transport transport, Identity identity, Failures failures) {
    this.endpoint = endpoint;
    this.transport = transport;
    this.identity = identity;
    this.failures = failures;
  }

  Authorizer.Token token(Call call, Challenge challenge, Credentials credentials)
      throws IOException {
    Set<String> scopes = new TreeSet<>(call.scopes());
    for (String scope : challenge.parameter("scope").split(" ", -1)) {
      if (!scope.isEmpty()) {
        scopes.add(scope);
      }
    }
    URI realm = realm(challenge);
    Request request =
        switch (credentials) {
          case IdentityToken refresh -> exchange(call, realm, challenge, scopes, refresh);
          case Login login ->
              query(call, realm, challenge, scopes)
                  .withHeader("Authorization", identity.basicHeader(login));
          case Credentials.Anonymous anonymous -> query(call, realm, challenge, scopes);
          case Credentials.AccessToken access -> query(call, realm, challenge, scopes);
        };
    try (Reply reply = transport.send(request)) {
      if (reply.status() != 200) {
        throw failures.token(call, reply);
      }
      return read(reply.read(LONGEST_REPLY));
    }
  }

  private URI realm(Challenge challenge) throws IOException {
    try {
      URI realm = new URI(challenge.parameter("realm"));
      if (realm.getHost() == null || realm.getScheme() == null) {
        throw new InvalidReplyException("the realm of its challenge is no address");
      }
      // Credentials that were meant for https must not travel in the clear.
      Transport.refuseDowngrade(endpoint.base(), realm);
      return realm;
    } catch (URISyntaxException e) {
      throw new InvalidReplyException("the realm of its challenge is no address");
    }
  }

  private static Request query(Call call, URI realm, Challenge challenge, Set<String> scopes) {
    URI uri = realm;
    if (!challenge.parameter("service").isEmpty()) {
      uri = Endpoint.withParameter(uri, "service", challenge.parameter("service"));
    }
    for (String scope : scopes) {
      uri = Endpoint.withParameter(uri, "scope", scope);
    }
    return new Request(call, "GET", uri);
  }

  private static Request exchange(
      Call call, URI realm, Challenge challenge, Set<String> scopes, IdentityToken refresh) {
    String form =
        "grant_type=refresh_token&client_id=jbuild&service="
            + encode(challenge.parameter("service"))
            + "&scope="
            + encode(String.join(" ", scopes))
            + "&refresh_token="
            + encode(refresh.token());
    return new Request(call, "POST", realm)
        .withHeader("Content-Type", "application/x-www-form-urlencoded")
        .withBody(UploadBody.of(form.getBytes(StandardCharsets.US_ASCII)));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private Authorizer.Token read(byte[] body) throws IOException {
    long now = System.nanoTime();
    Object json = json(body);
    if (!(json instanceof Map<?, ?> map)) {
      throw new InvalidReplyException("the token server sent no JSON object");
    }
    Object token = map.get("token") instanceof String text ? text : map.get("access_token");
    if (!(token instanceof String text) || text.isEmpty() || !isHeaderText(text)) {
      throw new InvalidReplyException("the token server sent no usable token");
    }
    identity.remember(text);
    long seconds = map.get("expires_in") instanceof Long given ? given : DEFAULT_SECONDS;
    // Renewed a little early: a request takes its time to arrive.
    long usable = Math.clamp(seconds - seconds / 10, 1, Duration.ofDays(1).toSeconds());
    return new Authorizer.Token("Bearer " + text, now + Duration.ofSeconds(usable).toNanos());
  }

  private static @Nullable Object json(byte[] body) throws IOException {
    try {
      return Json.parse(body);
    } catch (IllegalArgumentException e) {
      // Without the cause: its text may hold a part of the token.
      throw new InvalidReplyException("the token server sent no JSON");
    }
  }

  private static boolean isHeaderText(String token) {
    return token.chars().allMatch(c -> c > ' ' && c < 0x7f);
  }
}
