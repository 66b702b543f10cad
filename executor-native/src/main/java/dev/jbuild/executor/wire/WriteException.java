package dev.jbuild.executor.wire;

import java.io.IOException;

/** The helper does not take any more; what it sent before may still be read and say why. */
public final class WriteException extends IOException {
  WriteException(IOException cause) {
    super("cannot send to the native helper: " + cause.getMessage(), cause);
  }
}
