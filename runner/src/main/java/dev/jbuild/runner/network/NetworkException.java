package dev.jbuild.runner.network;

import java.io.IOException;

/** A network that cannot be made, found, used or removed, for a reason that the user can change. */
public final class NetworkException extends IOException {
  private static final long serialVersionUID = 1L;

  NetworkException(String message) {
    super(message);
  }
}
