package dev.jbuild.registry;

import dev.jbuild.registry.Credentials.AccessToken;
import dev.jbuild.registry.Credentials.IdentityToken;
import dev.jbuild.registry.Credentials.Login;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One value of {@code auths} (docker/cli, {@code cli/config/types}).
 *
 * @param file where it stands, for messages
 */
record AuthEntry(Path file, String registry, Map<?, ?> fields) {

  /** The object that is kept for a login. */
  static Map<String, @Nullable Object> of(Login login) {
    byte[] pair = (login.user() + ":" + login.password()).getBytes(StandardCharsets.UTF_8);
    return Map.of("auth", Base64.getEncoder().encodeToString(pair));
  }

  /**
   * What it holds, null when that is nothing.
   *
   * @throws IOException naming the file, never quoting it
   */
  @Nullable Credentials credentials() throws IOException {
    String origin = file.toString();
    String identityToken = text("identitytoken");
    if (!identityToken.isEmpty()) {
      return new IdentityToken(identityToken, origin);
    }
    String accessToken = text("registrytoken");
    if (!accessToken.isEmpty()) {
      if (!accessToken.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
        throw new IOException(
            "\"registrytoken\" of " + registry + " in " + file + " is no token: correct it");
      }
      return new AccessToken(accessToken, origin);
    }
    String user = text("username");
    String password = text("password");
    if (!user.isEmpty() && !password.isEmpty()) {
      return new Login(user, password, origin);
    }
    String auth = text("auth");
    return auth.isEmpty() ? null : decode(auth);
  }

  private Login decode(String auth) throws IOException {
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

  private String text(String name) {
    return fields.get(name) instanceof String text ? text : "";
  }

  /** Shows no field: they are secrets. */
  @Override
  public String toString() {
    return "AuthEntry[registry=" + registry + ", file=" + file + "]";
  }
}
