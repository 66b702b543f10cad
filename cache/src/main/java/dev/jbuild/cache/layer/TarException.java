package dev.jbuild.cache.layer;

import dev.jbuild.cache.disk.StoreException;

/** A tar that is broken, or that says what no layer or archive may say. */
public final class TarException extends StoreException {
  private static final long serialVersionUID = 1;

  TarException(String message) {
    super(message);
  }

  TarException(String message, Throwable cause) {
    super(message, cause);
  }
}
