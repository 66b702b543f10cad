package dev.jbuild.executor;

import java.io.IOException;

/** The native side could not do what was asked. The exit code of a command is no such failure. */
public class ExecutorException extends IOException {
  private final String step;
  private final int errno;

  public ExecutorException(String step, int errno, String text) {
    super(step + ": " + text);
    this.step = step;
    this.errno = errno;
  }

  public ExecutorException(String step, String text, Throwable cause) {
    super(step + ": " + text, cause);
    this.step = step;
    this.errno = 0;
  }

  /** What was being done, in a few words. */
  public String step() {
    return step;
  }

  /** The Linux error number, 0 when there is none behind it. */
  public int errno() {
    return errno;
  }
}
