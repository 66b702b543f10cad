package dev.jbuild.parser.ast;

/** The {@code --network} of RUN. */
public enum RunNetwork {
  DEFAULT,
  NONE,
  HOST
}
