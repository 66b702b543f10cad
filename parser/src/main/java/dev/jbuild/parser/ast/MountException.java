package dev.jbuild.parser.ast;

import org.jspecify.annotations.Nullable;

/** A {@code --mount} that makes no sense. */
public final class MountException extends Exception {
  private static final long serialVersionUID = 1L;

  public MountException(String message) {
    super(message);
  }

  MountException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
