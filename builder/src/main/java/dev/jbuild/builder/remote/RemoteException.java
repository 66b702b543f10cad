package dev.jbuild.builder.remote;

import java.io.IOException;

/** Something on the network that is not to be had; says what was asked and what was answered. */
public final class RemoteException extends IOException {
  private static final long serialVersionUID = 1L;

  RemoteException(String message) {
    super(message);
  }

  RemoteException(String message, Throwable cause) {
    super(message, cause);
  }
}
