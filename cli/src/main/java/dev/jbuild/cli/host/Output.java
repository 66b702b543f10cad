package dev.jbuild.cli.host;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Standard output. Unlike a PrintStream it reports what could not be written, so that {@code jbuild
 * save > full-disk} fails; a closed pipe is told apart, because that is no error.
 */
public final class Output extends FilterOutputStream {

  public Output(OutputStream target) {
    super(target);
  }

  /** Writes one line of text. */
  public void line(String text) throws IOException {
    write((text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      throw explained(e);
    }
  }

  @Override
  public void flush() throws IOException {
    try {
      out.flush();
    } catch (IOException e) {
      throw explained(e);
    }
  }

  /**
   * Java tells EPIPE from ENOSPC by the system's text only; the launcher's locale keeps it English.
   */
  private static IOException explained(IOException failure) {
    return "Broken pipe".equals(failure.getMessage())
        ? new PipeClosedException(failure)
        : new IOException("write standard output: " + failure.getMessage(), failure);
  }
}
