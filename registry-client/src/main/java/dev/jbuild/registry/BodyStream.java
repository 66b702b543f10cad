package dev.jbuild.registry;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The body of a reply as a stream that gives up when nothing arrives for a while. The JDK's own
 * stream waits for ever on a connection that is open and silent.
 */
final class BodyStream extends InputStream implements BodySubscriber<BodyStream> {

  private sealed interface Signal {
    record Data(List<ByteBuffer> buffers) implements Signal {}

    record End(@Nullable Throwable failure) implements Signal {}
  }

  private static final Duration HURRY = Duration.ofSeconds(2);

  private final Duration stallTimeout;
  private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
  private final Deque<ByteBuffer> buffers = new ArrayDeque<>();
  private final Object lock = new Object();
  private @Nullable Subscription subscription;
  private boolean closed;
  private boolean ended;
  private boolean hurried;
  private long deadline;

  BodyStream(Duration stallTimeout) {
    this.stallTimeout = stallTimeout;
  }

  @Override
  public CompletionStage<BodyStream> getBody() {
    return CompletableFuture.completedFuture(this);
  }

  @Override
  public void onSubscribe(Subscription arrived) {
    synchronized (lock) {
      subscription = arrived;
      if (!closed) {
        arrived.request(2); // one to read from, one on its way
        return;
      }
    }
    arrived.cancel();
  }

  @Override
  public void onNext(List<ByteBuffer> item) {
    signals.add(new Signal.Data(item));
  }

  @Override
  public void onError(Throwable failure) {
    signals.add(new Signal.End(failure));
  }

  @Override
  public void onComplete() {
    signals.add(new Signal.End(null));
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    ByteBuffer buffer = filled();
    if (buffer == null) {
      return -1;
    }
    int count = Math.min(length, buffer.remaining());
    buffer.get(target, offset, count);
    return count;
  }

  /** Gives the rest of the body two seconds in all: for bytes that are nice to have. */
  void hurry() {
    deadline = System.nanoTime() + HURRY.toNanos();
    hurried = true;
  }

  private long patience() {
    long usual = stallTimeout.toNanos();
    return hurried ? Math.min(usual, deadline - System.nanoTime()) : usual;
  }

  private @Nullable ByteBuffer filled() throws IOException {
    while (true) {
      ByteBuffer buffer = buffers.peek();
      if (buffer != null && buffer.hasRemaining()) {
        return buffer;
      }
      if (buffer != null) {
        buffers.remove();
      } else if (ended) {
        return null;
      } else {
        await();
      }
    }
  }

  private void await() throws IOException {
    switch (next()) {
      case Signal.Data data -> {
        buffers.addAll(data.buffers());
        requestOne();
      }
      case Signal.End end -> {
        ended = true;
        if (end.failure() != null) {
          throw new IOException("connection broke: " + end.failure().getMessage(), end.failure());
        }
      }
    }
  }

  private Signal next() throws IOException {
    try {
      Signal signal = signals.poll(patience(), TimeUnit.NANOSECONDS);
      if (signal == null) {
        close();
        throw new HttpTimeoutException("nothing arrived for " + stallTimeout.toMillis() + " ms");
      }
      return signal;
    } catch (InterruptedException e) {
      close();
      throw Backoff.interrupted(e);
    }
  }

  private void requestOne() {
    synchronized (lock) {
      if (subscription != null && !closed) {
        subscription.request(1);
      }
    }
  }

  /** Ends the transfer; a body that was not read to its end costs its connection. */
  @Override
  public void close() {
    Subscription open;
    synchronized (lock) {
      if (closed) {
        return;
      }
      closed = true;
      open = subscription;
    }
    if (open != null && !ended) {
      open.cancel();
    }
    ended = true;
    buffers.clear();
  }
}
