package dev.jbuild.parser.value;

/** A value that no build can use; the message says why. */
public final class InvalidValueException extends Exception {
  private static final long serialVersionUID = 1L;

  public InvalidValueException(String message) {
    super(message);
  }
}
