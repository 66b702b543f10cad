package dev.jbuild.parser;

/** How bad a diagnostic is: a file with an error is not built. */
public enum Severity {
  ERROR,
  WARNING
}
