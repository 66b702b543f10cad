package dev.jbuild.builder.solve;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildException.Kind;
import dev.jbuild.builder.Origin;
import dev.jbuild.builder.context.ContextException;
import dev.jbuild.builder.ops.CopyException;
import dev.jbuild.builder.ops.RunFailedException;
import dev.jbuild.builder.ops.RunSetupException;
import dev.jbuild.builder.ops.ShellEndedException;
import dev.jbuild.builder.remote.RemoteException;
import dev.jbuild.builder.secret.SecretException;
import dev.jbuild.executor.ExecutorException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says of what kind a failure of a step is. */
final class Failures {
  /** What the native helper does with the words of USER. */
  private static final Set<String> OF_THE_DOCKERFILE = Set.of("find user", "find group");

  private Failures() {}

  /** Whether it only tells that the thread was interrupted. */
  static boolean isInterrupt(IOException failure) {
    return failure instanceof InterruptedIOException
        || failure instanceof ClosedByInterruptException;
  }

  static BuildException of(IOException failure, @Nullable Origin origin) {
    boolean ofTheStep =
        failure instanceof RunFailedException
            || failure instanceof RunSetupException
            || failure instanceof ShellEndedException
            || failure instanceof CopyException
            || failure instanceof ContextException
            || failure instanceof RemoteException
            || failure instanceof SecretException
            || failure instanceof FileSystemLoopException
            || (failure instanceof ExecutorException executor
                && OF_THE_DOCKERFILE.contains(executor.step()));
    return new BuildException(
        ofTheStep ? Kind.EXEC : Kind.ENVIRONMENT, origin, said(failure), failure);
  }

  /** File systems put only the path into some messages, and channels say nothing. */
  private static String said(IOException failure) {
    String message = failure.getMessage();
    if (failure instanceof FileSystemLoopException) {
      return "/" + message + ": too many links: symbolic links lead to each other";
    }
    boolean pathOnly = failure instanceof FileSystemException file && file.getReason() == null;
    return message == null || pathOnly ? failure.toString() : message;
  }
}
