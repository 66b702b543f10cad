package dev.jbuild.builder.image;

import java.io.IOException;

/** A file is no image archive, or one that is damaged or made to do harm. */
final class ArchiveException extends IOException {
  private static final long serialVersionUID = 1L;

  ArchiveException(String message) {
    super(message);
  }

  ArchiveException(String message, Throwable cause) {
    super(message, cause);
  }
}
