package dev.jbuild.registry;

import java.io.IOException;

/** An answer that the specification forbids; becomes a {@link RegistryException} at the edge. */
final class InvalidReplyException extends IOException {

  InvalidReplyException(String message) {
    super(message);
  }
}
