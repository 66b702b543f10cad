package dev.jbuild.registry;

import java.io.IOException;

/** A registry does not take blobs in chunks, which the specification leaves it free to do. */
final class ChunksRefusedException extends IOException {

  ChunksRefusedException(int status) {
    super("the registry takes no chunks (HTTP " + status + ")");
  }
}
