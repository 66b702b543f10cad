package dev.jbuild.parser.ignore;

/** A pattern that means nothing. */
public final class IgnoreFileException extends Exception {
  private static final long serialVersionUID = 1L;

  IgnoreFileException(String message) {
    super(message);
  }
}
