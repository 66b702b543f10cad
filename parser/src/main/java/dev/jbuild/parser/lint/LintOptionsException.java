package dev.jbuild.parser.lint;

/** Options for the build checks that make no sense. */
public final class LintOptionsException extends Exception {
  private static final long serialVersionUID = 1L;

  LintOptionsException(String message) {
    super(message);
  }
}
