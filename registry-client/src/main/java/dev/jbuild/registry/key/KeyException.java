package dev.jbuild.registry.key;

import java.io.IOException;

/** A key file cannot be used as it is; the message names it and never shows a part of a key. */
public final class KeyException extends IOException {
  private static final long serialVersionUID = 1L;

  public KeyException(String message) {
    super(message);
  }
}
