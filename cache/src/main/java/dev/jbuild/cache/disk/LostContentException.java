package dev.jbuild.cache.disk;

/**
 * Content that a record of the store points to is missing or damaged. What was damaged has been
 * moved aside, so the same question is a plain miss from now on: do the work that made it again.
 */
public class LostContentException extends StoreException {
  private static final long serialVersionUID = 1;

  public LostContentException(String message) {
    super(message);
  }

  public LostContentException(String message, Throwable cause) {
    super(message, cause);
  }
}
