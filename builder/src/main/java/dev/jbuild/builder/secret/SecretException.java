package dev.jbuild.builder.secret;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A secret cannot be had from where it is said to be. Names the secret, never its value. */
public final class SecretException extends IOException {
  private static final long serialVersionUID = 1L;

  SecretException(String message) {
    this(message, null);
  }

  SecretException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
