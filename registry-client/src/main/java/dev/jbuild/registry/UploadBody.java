package dev.jbuild.registry;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request: streamed with a known length, with a clock of its progress, and with
 * failures of its source kept apart from those of the network.
 */
final class UploadBody {

  private final BlobSource source;
  private final long size;
  private final boolean repeatable;
  private final LongConsumer progress;
  private volatile long lastProgress = System.nanoTime();
  private volatile boolean sent;
  private volatile @Nullable IOException failure;
  private volatile @Nullable Counted current;

  UploadBody(BlobSource source, long size, boolean repeatable, LongConsumer progress) {
    this.source = source;
    this.size = size;
    this.repeatable = repeatable;
    this.progress = progress;
  }

  /** A few bytes that may be sent again and again. */
  static UploadBody of(byte[] bytes) {
    return new UploadBody(() -> new ByteArrayInputStream(bytes), bytes.length, true, sent -> {});
  }

  /** No bytes, for a request that is not to be repeated. */
  static UploadBody once() {
    return new UploadBody(InputStream::nullInputStream, 0, false, sent -> {});
  }

  boolean repeatable() {
    return repeatable;
  }

  /** When a byte last moved, in the terms of {@link System#nanoTime}. */
  long lastProgress() {
    return lastProgress;
  }

  /** Whether the last byte has left, so that only the answer is waited for. */
  boolean sent() {
    return sent;
  }

  /** Why the source could not be read to its end, null if it could. */
  @Nullable IOException failure() {
    return failure;
  }

  BodyPublisher publisher() {
    lastProgress = System.nanoTime();
    sent = size == 0;
    if (size == 0) {
      return BodyPublishers.noBody();
    }
    return BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(this::open), size);
  }

  private @Nullable InputStream open() {
    try {
      Counted opened = new Counted(source.open());
      current = opened;
      return opened;
    } catch (IOException e) {
      failure = e;
      return null; // documented way to tell the publisher that there is nothing to read
    }
  }

  /** Closes the source, which the JDK leaves open when an exchange ends before the body. */
  void release() {
    Counted open = current;
    if (open != null) {
      open.abandon();
    }
  }

  private final class Counted extends FilterInputStream {

    private long count;
    private volatile boolean abandoned;

    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      try {
        int read = in.read(buffer, offset, length);
        moved(read);
        return read;
      } catch (IOException e) {
        if (!abandoned) {
          failure = e;
        }
        throw e;
      }
    }

    private void abandon() {
      abandoned = true;
      try {
        close();
      } catch (IOException e) {
        return; // it was only read from, and the reads have told their own failures
      }
    }

    private void moved(int read) throws IOException {
      if (read < 0 && count < size) {
        throw new IOException("blob to push ended after " + count + " of " + size + " bytes");
      }
      if (read > 0) {
        count += read;
        lastProgress = System.nanoTime();
        sent = count >= size;
        progress.accept(count);
      }
    }
  }
}
