package dev.jbuild.builder.context;

import dev.jbuild.cache.layer.Compression;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;

/** The uncompressed bytes of an archive; tells what is wrong with them from what is wrong here. */
final class ReadableInput extends FilterInputStream {
  private final String description;

  ReadableInput(InputStream archive, String description) throws IOException {
    super(Compression.decompress(archive));
    this.description = description;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    try {
      return in.read(bytes, offset, length);
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      throw new ContextException(description + " is damaged or was cut off: " + e.getMessage(), e);
    }
  }
}
