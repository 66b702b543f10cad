package dev.jbuild.builder.ops;

import java.io.IOException;

/** A COPY, ADD or WORKDIR that cannot be done as it is written. */
public class CopyException extends IOException {
  private static final long serialVersionUID = 1L;

  CopyException(String message) {
    super(message);
  }

  CopyException(String message, Throwable cause) {
    super(message, cause);
  }
}
