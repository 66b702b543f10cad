package dev.jbuild.registry.sign;

/** No signature of an image stands. The message says which there are and why they do not. */
public final class VerificationException extends Exception {
  private static final long serialVersionUID = 1L;

  VerificationException(String message) {
    super(message);
  }
}
