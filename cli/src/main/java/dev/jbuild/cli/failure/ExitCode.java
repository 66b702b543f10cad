package dev.jbuild.cli.failure;

import dev.jbuild.builder.BuildException;

/**
 * The one table of the exit codes of all commands; {@code run} adds those of the process itself.
 */
public enum ExitCode {
  SUCCESS(0),
  /** A step of a build failed, or what a command was asked for is not there. */
  FAILED(BuildException.Kind.EXEC.exitCode()),
  /** The words on the command line, or a file that they name, are wrong. */
  USAGE(BuildException.Kind.USER.exitCode()),
  /** A registry was not reached or said no. */
  REGISTRY(BuildException.Kind.REGISTRY.exitCode()),
  /** This machine lacks something: a store that can be written, isolation, disk space. */
  ENVIRONMENT(BuildException.Kind.ENVIRONMENT.exitCode()),
  /** A mistake in jbuild itself. */
  INTERNAL(BuildException.Kind.INTERNAL.exitCode()),
  /** {@code plan}: some steps would run. */
  NOT_CACHED(10),
  /** {@code run}: no container was started, as docker run has it. */
  NOT_STARTED(125),
  /** Nobody reads standard output any more: the code of a process that SIGPIPE ended. */
  PIPE_CLOSED(141);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }
}
