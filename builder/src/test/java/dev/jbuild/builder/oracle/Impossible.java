package dev.jbuild.builder.oracle;

/** A project that no builder would build; the generator makes another one. */
final class Impossible extends Exception {
  private static final long serialVersionUID = 1L;

  Impossible(String message) {
    super(message);
  }
}
