package dev.jbuild.builder.history;

import dev.jbuild.builder.BuildListener.Stream;
import dev.jbuild.oci.layer.ByteString;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads what {@link OutputWriter} wrote. Of a file that ends early, as that of a build that was
 * killed or still runs, it gives what is there.
 */
public final class OutputReader implements AutoCloseable {
  private static final int BUFFER = 32 * 1024;

  private final InputStream file;
  private final InputStream in;

  /** What a step wrote at once; {@code at} is the time since the build began. */
  public record Piece(int step, Stream stream, Duration at, ByteString bytes) {}

  OutputReader(InputStream file) throws IOException {
    this.file = file;
    this.in = opened(file);
  }

  private static InputStream opened(InputStream file) throws IOException {
    try {
      return new BufferedInputStream(new GZIPInputStream(file, BUFFER));
    } catch (EOFException e) {
      return InputStream.nullInputStream(); // nothing of it was on the disk yet
    }
  }

  /** The next piece; empty at the end. */
  public Optional<Piece> next() throws IOException {
    try {
      long[] head = new long[4];
      for (int i = 0; i < head.length; i++) {
        head[i] = number(i == head.length - 1 ? '\n' : ' ');
      }
      byte[] bytes = in.readNBytes(Math.toIntExact(head[3]));
      Stream stream = head[1] == 1 ? Stream.STDOUT : Stream.STDERR;
      return Optional.of(
          new Piece(
              Math.toIntExact(head[0]), stream, Duration.ofMillis(head[2]), ByteString.of(bytes)));
    } catch (EOFException e) {
      return Optional.empty();
    } catch (ZipException | ArithmeticException e) {
      throw new IOException("what the steps wrote is damaged: " + e.getMessage(), e);
    }
  }

  private long number(char end) throws IOException {
    long number = 0;
    while (true) {
      int c = in.read();
      if (c == end) {
        return number;
      } else if (c < 0) {
        throw new EOFException();
      } else if (c < '0' || c > '9' || number > Long.MAX_VALUE / 100) {
        throw new ZipException("no number where one must be");
      }
      number = number * 10 + c - '0';
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
