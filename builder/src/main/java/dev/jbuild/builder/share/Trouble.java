package dev.jbuild.builder.share;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileSystemException;

/** Tells failures that a build can do without from the end of the build itself. */
final class Trouble {
  private Trouble() {}

  /**
   * What to tell of a failure.
   *
   * @throws IOException the failure, when it is that somebody ended the build
   */
  static String of(Exception failure) throws IOException {
    if (failure instanceof InterruptedIOException interrupt) {
      throw interrupt;
    }
    if (failure instanceof ClosedByInterruptException interrupt) {
      throw interrupt;
    }
    // File systems put only the path into some messages.
    return failure instanceof FileSystemException file && file.getReason() == null
        ? failure.toString()
        : String.valueOf(failure.getMessage());
  }
}
