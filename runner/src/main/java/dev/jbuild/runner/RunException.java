package dev.jbuild.runner;

import org.jspecify.annotations.Nullable;

/** A container could not be started; nothing of it ran. */
public final class RunException extends Exception {
  private static final long serialVersionUID = 1L;

  public RunException(String message) {
    this(message, null);
  }

  public RunException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
