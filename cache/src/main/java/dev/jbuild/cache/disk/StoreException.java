package dev.jbuild.cache.disk;

import java.io.IOException;

/** The store, or what it was given, is not usable; the message names the place and a way out. */
public class StoreException extends IOException {
  private static final long serialVersionUID = 1;

  public StoreException(String message) {
    super(message);
  }

  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
