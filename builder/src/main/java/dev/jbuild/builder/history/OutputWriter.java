package dev.jbuild.builder.history;

import dev.jbuild.builder.BuildListener.Stream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Writes what steps write, compressed: for each piece a line {@code step stream milliseconds
 * length}, then its bytes. Nothing is forced to the disk; {@link #flush} makes what is there so far
 * readable for others.
 */
final class OutputWriter implements AutoCloseable {
  private static final int BUFFER = 32 * 1024;

  private final OutputStream out;

  OutputWriter(OutputStream file) throws IOException {
    this.out = new FastGzip(file);
  }

  /** Speed goes before size: whoever writes to us is a step that waits. */
  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(OutputStream out) throws IOException {
      super(out, BUFFER, true);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }

  void write(int step, Stream stream, Duration at, byte[] bytes) throws IOException {
    int number = stream == Stream.STDOUT ? 1 : 2;
    String head = step + " " + number + " " + at.toMillis() + " " + bytes.length + "\n";
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    out.write(bytes);
  }

  void flush() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
