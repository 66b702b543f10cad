package dev.jbuild.cli.failure;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.Origin;
import dev.jbuild.builder.words.FailureWords;
import dev.jbuild.cli.host.OwnProcessException;
import dev.jbuild.cli.host.PipeClosedException;
import dev.jbuild.registry.RegistryException;
import dev.jbuild.runner.network.NetworkException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** Tells failures on standard error: one message each, and a stack trace only when asked for. */
public final class Failures {
  private final PrintStream err;
  private final Path directory;

  /**
   * @param directory the working directory; files in it are told by their names in it
   */
  public Failures(PrintStream err, Path directory) {
    this.err = err;
    this.directory = directory;
  }

  /** Tells a failure and returns the exit code to end with. */
  public int report(Throwable failure, boolean debug) {
    if (isClosedPipe(failure)) {
      return ExitCode.PIPE_CLOSED.number();
    }
    if (debug) {
      failure.printStackTrace(err);
    } else {
      err.println(text(failure));
    }
    return exitCode(failure);
  }

  private static boolean isClosedPipe(Throwable failure) {
    Throwable cause = failure;
    while (cause != null && !(cause instanceof PipeClosedException)) {
      cause = cause.getCause();
    }
    return cause != null;
  }

  private String text(Throwable failure) {
    return switch (failure) {
      case BuildException build when build.origin() != null -> located(build, build.origin());
      case BuildException build -> "error: " + message(build);
      case CommandException command -> "error: " + command.getMessage();
      case OwnProcessException own -> "error: " + message(own);
      case UncheckedIOException io -> text(io.getCause() == null ? failure : io.getCause());
      case FileSystemException file -> "error: " + fileMessage(file);
      case IOException io -> "error: " + message(io);
      default ->
          "error: jbuild made a mistake: " + failure + "\nRun it again with --debug and report it.";
    };
  }

  private static String located(BuildException failure, Origin origin) {
    StringBuilder text = new StringBuilder("error: ").append(origin).append(": ");
    text.append(message(failure));
    int line = origin.line();
    for (String source : origin.excerpt().lines().toList()) {
      text.append(String.format("%n%5d | %s", line++, source));
    }
    return text.toString();
  }

  private static String message(Throwable failure) {
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }

  private String fileMessage(FileSystemException failure) {
    String file = failure.getFile();
    String why = FailureWords.reason(failure);
    return file == null ? why : shown(file) + ": " + why;
  }

  private String shown(String file) {
    String prefix = directory + "/";
    return directory.isAbsolute() && file.startsWith(prefix)
        ? file.substring(prefix.length())
        : file;
  }

  private static int exitCode(Throwable failure) {
    return switch (failure) {
      case BuildException build -> build.exitCode();
      case CommandException command -> command.exitCode().number();
      case RegistryException registry -> ExitCode.REGISTRY.number();
      case OwnProcessException own -> ExitCode.ENVIRONMENT.number();
      case NetworkException network -> ExitCode.FAILED.number();
      case IOException io -> ExitCode.ENVIRONMENT.number();
      case UncheckedIOException io -> ExitCode.ENVIRONMENT.number();
      default -> ExitCode.INTERNAL.number();
    };
  }
}
