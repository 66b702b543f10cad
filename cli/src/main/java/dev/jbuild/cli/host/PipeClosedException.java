package dev.jbuild.cli.host;

import java.io.IOException;

/** Nobody reads standard output any more, as after {@code jbuild images | head -1}. */
public final class PipeClosedException extends IOException {
  PipeClosedException(IOException cause) {
    super("nobody reads standard output any more", cause);
  }
}
