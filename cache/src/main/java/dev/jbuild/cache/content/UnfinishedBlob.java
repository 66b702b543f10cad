package dev.jbuild.cache.content;

import dev.jbuild.oci.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is there of a blob that is still being written, and after that the blob. The bytes are not
 * verified when they are read, as who sends them on has them verified at the other end. Safe for
 * threads.
 */
public final class UnfinishedBlob {
  private final ContentStore store;
  private final Path file;
  private long size;
  private boolean ended;
  private @Nullable Digest digest;

  UnfinishedBlob(ContentStore store, Path file) {
    this.store = store;
    this.file = file;
  }

  synchronized void grow(long bytes) {
    size += bytes;
    notifyAll();
  }

  synchronized void end(Digest found) {
    digest = found;
    ended = true;
    notifyAll();
  }

  /** Without effect on a blob that has its digest. */
  synchronized void giveUp() {
    ended = true;
    notifyAll();
  }

  /**
   * Waits until that many bytes are there, or all of them.
   *
   * @return how many are there
   * @throws IOException when the writer has given up
   */
  public synchronized long await(long wanted) throws IOException {
    try {
      while (size < wanted && !ended) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted = new InterruptedIOException("interrupted while waiting");
      interrupted.initCause(e);
      throw interrupted;
    }
    if (ended && digest == null) {
      throw new IOException("a blob was given up after " + size + " bytes");
    }
    return size;
  }

  /** The number of bytes that are there. */
  public synchronized long size() {
    return size;
  }

  /** The digest of the whole blob; empty as long as there is no end of it. */
  public synchronized Optional<Digest> digest() {
    return Optional.ofNullable(digest);
  }

  /** Reads from the first byte on, not beyond what is there at the moment. */
  public InputStream open() throws IOException {
    try {
      return Files.newInputStream(file);
    } catch (NoSuchFileException e) {
      Digest stored = digest().orElseThrow(() -> e);
      return Files.newInputStream(store.path(stored)); // it was renamed meanwhile
    }
  }
}
