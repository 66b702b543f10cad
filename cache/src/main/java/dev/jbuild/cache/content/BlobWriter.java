package dev.jbuild.cache.content;

import dev.jbuild.oci.Digest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;

/**
 * A blob on its way into the store: hashed while it is written, and stored by a commit. Closing it
 * without one discards it. For one thread.
 */
public final class BlobWriter extends OutputStream {
  private static final int BUFFER = 256 * 1024;

  private final ContentStore store;
  private final Path file;
  private final FileChannel channel;
  private final MessageDigest sha256 = Digest.newSha256();
  private final byte[] buffer = new byte[BUFFER];
  private int buffered;
  private long size;
  private final UnfinishedBlob unfinished;

  BlobWriter(ContentStore store, Path file) throws IOException {
    this.store = store;
    this.file = file;
    this.unfinished = new UnfinishedBlob(store, file);
    this.channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    size += length;
    if (length > buffer.length - buffered) {
      drain();
    }
    if (length >= buffer.length) {
      put(bytes, offset, length);
    } else {
      System.arraycopy(bytes, offset, buffer, buffered, length);
      buffered += length;
    }
  }

  private void drain() throws IOException {
    put(buffer, 0, buffered);
    buffered = 0;
  }

  private void put(byte[] bytes, int offset, int length) throws IOException {
    sha256.update(bytes, offset, length);
    ByteBuffer out = ByteBuffer.wrap(bytes, offset, length);
    while (out.hasRemaining()) {
      channel.write(out);
    }
    unfinished.grow(length);
  }

  /** What is written, for who wants to read it meanwhile. */
  public UnfinishedBlob unfinished() {
    return unfinished;
  }

  /** The number of bytes written so far. */
  public long size() {
    return size;
  }

  /** Stores the blob under its SHA-256; it survives a power loss when this returns. */
  public Digest commit() throws IOException {
    return commit(digest -> true);
  }

  /** Says of a blob that is whole, just before it appears, whether it is forced to the disk. */
  @FunctionalInterface
  public interface Forcing {
    boolean isForced(Digest digest) throws IOException;
  }

  /**
   * Stores the blob under its SHA-256. One that is not forced to the disk may be lost or damaged by
   * a power loss soon after; who reads it then finds that out.
   */
  public Digest commit(Forcing forcing) throws IOException {
    drain();
    Digest digest = Digest.ofSha256(sha256);
    install(digest, forcing.isForced(digest));
    return digest;
  }

  /**
   * Stores the blob if it is the expected one.
   *
   * @throws ContentMismatchException when digest or size differ; nothing is stored
   */
  public Digest commit(Digest expected, long expectedSize) throws IOException {
    drain();
    if (size != expectedSize) {
      throw new ContentMismatchException(expected, size + " bytes, not " + expectedSize);
    }
    Digest digest = Digest.ofSha256(sha256);
    if (!expected.algorithm().equals(digest.algorithm())) {
      verifyOther(expected);
    } else if (!digest.equals(expected)) {
      throw new ContentMismatchException(expected, digest + " of " + size + " bytes");
    }
    install(expected, true);
    return expected;
  }

  /** A digest of another algorithm is rare enough to read the file once more for it. */
  private void verifyOther(Digest expected) throws IOException {
    MessageDigest computation = expected.newComputation();
    try (var in = Files.newInputStream(file)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        computation.update(buffer, 0, count);
      }
    }
    if (!expected.matches(computation)) {
      throw new ContentMismatchException(
          expected, size + " bytes with another " + expected.algorithm());
    }
  }

  private void install(Digest digest, boolean forced) throws IOException {
    unfinished.end(digest); // who reads it need not wait for the disk
    if (forced) {
      channel.force(true);
    }
    channel.close();
    store.install(file, digest, size);
  }

  @Override
  public void close() throws IOException {
    unfinished.giveUp();
    channel.close();
    Files.deleteIfExists(file);
  }
}
