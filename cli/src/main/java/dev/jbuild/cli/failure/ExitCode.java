package dev.jbuild.cli.failure;

import dev.jbuild.builder.BuildException;

/**
 * The one table of the exit codes of all commands; {@code run} adds those of the process itself.
 */
public enum ExitCode {
  SUCCESS(0, "Done."),
  /** A step of a build failed, or what a command was asked for is not there. */
  FAILED(
      BuildException.Kind.EXEC.exitCode(),
      "A build, a step or a check failed, or what a command was asked for is not there."),
  /** The words on the command line, or a file that they name, are wrong. */
  USAGE(
      BuildException.Kind.USER.exitCode(),
      "A wrong option or operand, or a Dockerfile with errors."),
  /** A registry was not reached or said no. */
  REGISTRY(BuildException.Kind.REGISTRY.exitCode(), "A registry: not found, denied, unreachable."),
  /** This machine lacks something: a store that can be written, isolation, disk space. */
  ENVIRONMENT(
      BuildException.Kind.ENVIRONMENT.exitCode(),
      "This machine: no isolation, no space, a store that cannot be written."),
  /** A mistake in jbuild itself. */
  INTERNAL(BuildException.Kind.INTERNAL.exitCode(), "A mistake in jbuild itself."),
  /** {@code plan}: some steps would run. */
  NOT_CACHED(10, "plan: some steps would run."),
  /** {@code run}: no container was started, as docker run has it. */
  NOT_STARTED(
      125,
      "run: the container did not start. Else it is the exit code of its process: 126 for a program that cannot be run, 127 for one that is not there, 128 and the number of the signal that ended it."),
  /** Nobody reads standard output any more: the code of a process that SIGPIPE ended. */
  PIPE_CLOSED(141, "Nobody reads standard output any more.");

  private final int number;
  private final String meaning;

  ExitCode(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  /** For help and manual pages. */
  public String meaning() {
    return meaning;
  }

  public int number() {
    return number;
  }
}
