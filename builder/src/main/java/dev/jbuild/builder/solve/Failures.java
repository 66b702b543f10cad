package dev.jbuild.builder.solve;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildException.Kind;
import dev.jbuild.builder.Origin;
import dev.jbuild.builder.context.ContextException;
import dev.jbuild.builder.ops.CopyException;
import dev.jbuild.builder.ops.RunFailedException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileSystemException;
import org.jspecify.annotations.Nullable;

/** Says of what kind a failure of a step is. */
final class Failures {
  private Failures() {}

  /** Whether it only tells that the thread was interrupted. */
  static boolean isInterrupt(IOException failure) {
    return failure instanceof InterruptedIOException
        || failure instanceof ClosedByInterruptException;
  }

  static BuildException of(IOException failure, @Nullable Origin origin) {
    boolean ofTheStep =
        failure instanceof RunFailedException
            || failure instanceof CopyException
            || failure instanceof ContextException;
    return new BuildException(
        ofTheStep ? Kind.EXEC : Kind.ENVIRONMENT, origin, said(failure), failure);
  }

  /** File systems put only the path into some messages. */
  private static String said(IOException failure) {
    return failure instanceof FileSystemException file && file.getReason() == null
        ? failure.toString()
        : String.valueOf(failure.getMessage());
  }
}
