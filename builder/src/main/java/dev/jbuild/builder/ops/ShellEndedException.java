package dev.jbuild.builder.ops;

import java.io.IOException;

/** Something else than the process of a RUN was run in its place, so that there is no layer. */
public final class ShellEndedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  public ShellEndedException(int exitCode) {
    super("a shell was opened in the place of the step");
    this.exitCode = exitCode;
  }

  public int exitCode() {
    return exitCode;
  }
}
