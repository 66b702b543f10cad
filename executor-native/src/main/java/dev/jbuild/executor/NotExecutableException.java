package dev.jbuild.executor;

/** The command of a container does not exist (127) or cannot be executed (126). */
public final class NotExecutableException extends ExecutorException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  private NotExecutableException(String message, int exitCode) {
    super("execute", 0, message);
    this.exitCode = exitCode;
  }

  static NotExecutableException of(ExecResult result) {
    return new NotExecutableException(result.message(), result.exitCode());
  }

  public int exitCode() {
    return exitCode;
  }
}
