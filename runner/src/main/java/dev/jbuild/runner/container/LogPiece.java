package dev.jbuild.runner.container;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;

/** A line that a container wrote, with its end, or a part of one. */
public final class LogPiece {
  private final boolean error;
  private final boolean begins;
  private final Instant time;
  private final byte[] bytes;

  LogPiece(boolean error, boolean begins, Instant time, byte[] bytes) {
    this.error = error;
    this.begins = begins;
    this.time = time;
    this.bytes = bytes;
  }

  /** Whether it came on standard error. */
  public boolean error() {
    return error;
  }

  /** Whether it is the beginning of a line. */
  public boolean begins() {
    return begins;
  }

  public Instant time() {
    return time;
  }

  public void writeTo(OutputStream out) throws IOException {
    out.write(bytes);
  }
}
