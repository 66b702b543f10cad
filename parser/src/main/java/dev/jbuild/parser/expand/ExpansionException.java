package dev.jbuild.parser.expand;

/** A word that cannot be expanded: bad syntax, or a variable that {@code ${name:?}} asks for. */
public final class ExpansionException extends Exception {
  private static final long serialVersionUID = 1L;

  public ExpansionException(String message) {
    super(message);
  }

  public ExpansionException(String message, Throwable cause) {
    super(message, cause);
  }
}
