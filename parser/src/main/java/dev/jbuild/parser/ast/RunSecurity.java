package dev.jbuild.parser.ast;

/** The {@code --security} of RUN. */
public enum RunSecurity {
  SANDBOX,
  INSECURE
}
