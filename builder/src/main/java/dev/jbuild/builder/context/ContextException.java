package dev.jbuild.builder.context;

import java.io.IOException;

/** A file of the build context that cannot be read as it should; says which and what to do. */
public final class ContextException extends IOException {
  private static final long serialVersionUID = 1L;

  ContextException(String message) {
    super(message);
  }

  ContextException(String message, Throwable cause) {
    super(message, cause);
  }
}
