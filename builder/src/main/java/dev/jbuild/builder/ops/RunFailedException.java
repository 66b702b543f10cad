package dev.jbuild.builder.ops;

import dev.jbuild.executor.ExecResult;
import dev.jbuild.parser.text.Quoted;
import java.io.IOException;
import java.util.List;

/** The process of a RUN ended with another exit code than 0; told in docker's words. */
public final class RunFailedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;
  private final boolean outOfMemory;

  RunFailedException(List<String> args, ExecResult result) {
    super(
        "process "
            + Quoted.quote(String.join(" ", args))
            + " did not complete successfully: "
            + (result.outOfMemory() ? "out of memory: " : "")
            + "exit code: "
            + result.exitCode()
            + (result.message().isEmpty() ? "" : " (" + result.message() + ")"));
    this.exitCode = result.exitCode();
    this.outOfMemory = result.outOfMemory();
  }

  /** As a shell has it: 128 and the number of the signal when one ended it. */
  public int exitCode() {
    return exitCode;
  }

  /** Whether a limit of memory ended it. */
  public boolean outOfMemory() {
    return outOfMemory;
  }
}
