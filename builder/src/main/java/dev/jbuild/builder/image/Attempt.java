package dev.jbuild.builder.image;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildException.Kind;
import dev.jbuild.builder.words.FailureWords;
import dev.jbuild.registry.RegistryException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;

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
      throw new BuildException(Kind.REGISTRY, null, FailureWords.of(e), e);
    } catch (IOException e) {
      throw new BuildException(Kind.ENVIRONMENT, null, what + ": " + FailureWords.of(e), e);
    }
  }

  static BuildException wrong(String message) {
    return new BuildException(Kind.USER, null, message);
  }
}
