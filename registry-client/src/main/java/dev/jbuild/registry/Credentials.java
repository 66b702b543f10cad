package dev.jbuild.registry;

import org.jspecify.annotations.Nullable;

/** What to say to a registry that asks who is there. No {@code toString} shows a secret. */
public sealed interface Credentials {

  /** Where the credentials come from, or why there are none: a sentence for error messages. */
  String origin();

  /** No credentials. */
  record Anonymous(String origin) implements Credentials {}

  /** A user and a password, or an access token in the place of one. */
  record Login(String user, String password, String origin) implements Credentials {
    @Override
    public String toString() {
      return "Login[user=" + user + ", origin=" + origin + "]";
    }
  }

  /** An OAuth2 refresh token that a token server exchanges for access tokens. */
  record IdentityToken(String token, String origin) implements Credentials {
    @Override
    public String toString() {
      return "IdentityToken[origin=" + origin + "]";
    }
  }

  /** A bearer token that is sent as it is. */
  record AccessToken(String token, String origin) implements Credentials {
    @Override
    public String toString() {
      return "AccessToken[origin=" + origin + "]";
    }
  }

  /** The secret itself, null where there is none. */
  default @Nullable String secret() {
    return switch (this) {
      case Anonymous anonymous -> null;
      case Login login -> login.password();
      case IdentityToken identity -> identity.token();
      case AccessToken access -> access.token();
    };
  }
}
