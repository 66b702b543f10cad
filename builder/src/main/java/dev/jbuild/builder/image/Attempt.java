package dev.jbuild.builder.image;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildException.Kind;
import dev.jbuild.registry.RegistryException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileSystemException;

/** Does a piece of work on an image and tells its failures as {@link BuildException}. */
final class Attempt {
  private Attempt() {}

  @FunctionalInterface
  interface Work<T> {
    T run() throws IOException, BuildException, InterruptedException;
  }

  /**
   * @param what begins the message of a failure, such as {@code save app:1}
   */
  static <T> T to(String what, Work<T> work) throws BuildException, InterruptedException {
    try {
      return work.run();
    } catch (InterruptedIOException | ClosedByInterruptException e) {
      InterruptedException interrupted = new InterruptedException(what);
      interrupted.initCause(e);
      throw interrupted;
    } catch (RegistryException e) {
      throw new BuildException(Kind.REGISTRY, null, said(e), e);
    } catch (IOException e) {
      throw new BuildException(Kind.ENVIRONMENT, null, what + ": " + said(e), e);
    }
  }

  /** File systems put only the path into some messages. */
  private static String said(IOException failure) {
    return failure instanceof FileSystemException file && file.getReason() == null
        ? failure.toString()
        : String.valueOf(failure.getMessage());
  }

  static BuildException wrong(String message) {
    return new BuildException(Kind.USER, null, message);
  }
}
