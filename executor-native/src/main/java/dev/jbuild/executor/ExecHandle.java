package dev.jbuild.executor;

import dev.jbuild.executor.wire.Connection;
import dev.jbuild.executor.wire.Fields;
import dev.jbuild.executor.wire.Frame;
import dev.jbuild.executor.wire.FrameType;
import dev.jbuild.executor.wire.Tag;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A running container. Closing it kills what still runs. */
public final class ExecHandle implements AutoCloseable {
  private static final int SIGKILL = 9;
  private static final long DEATH_SECONDS = 10;

  private final Connection connection;
  private final ExecIo io;
  private final boolean ofRuntime;
  private final @Nullable StdinPump stdin;
  private final CompletableFuture<List<String>> started = new CompletableFuture<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private @Nullable ExecResult result; // both are written before the latch opens
  private @Nullable ExecutorException failure;

  private ExecHandle(Connection connection, ExecIo io, boolean ofRuntime, Consumer<String> log) {
    this.connection = connection;
    this.io = io;
    this.ofRuntime = ofRuntime;
    InputStream in = io.stdin();
    this.stdin = in == null ? null : new StdinPump(in, connection, log);
  }

  /**
   * @param ofRuntime whether an OCI runtime runs it, whose own failures are told apart in the end
   */
  static ExecHandle start(
      Path socket, Fields request, ExecIo io, boolean ofRuntime, Consumer<String> log)
      throws IOException {
    return start(Connection.open(socket), FrameType.EXEC, request, io, ofRuntime, log);
  }

  /** A further command in a container that runs. */
  static ExecHandle enter(Path socket, Fields request, ExecIo io, Consumer<String> log)
      throws IOException {
    return start(Connection.open(socket), FrameType.ENTER, request, io, false, log);
  }

  private static ExecHandle start(
      Connection connection,
      FrameType type,
      Fields request,
      ExecIo io,
      boolean ofRuntime,
      Consumer<String> log)
      throws IOException {
    try {
      connection.send(type, request);
      connection.flush();
    } catch (IOException | RuntimeException e) {
      connection.close();
      throw e;
    }
    ExecHandle handle = new ExecHandle(connection, io, ofRuntime, log);
    Thread.ofVirtual().name("jbuild-exec output").start(handle::relay);
    if (handle.stdin != null) {
      // A platform thread: a read from a terminal cannot be taken off its carrier.
      Thread.ofPlatform().daemon().name("jbuild-exec input").start(handle.stdin);
    }
    return handle;
  }

  /**
   * Waits for the start of the command, or its end without one.
   *
   * @return what it is reached at of the published ports whose number was left to us, as {@code
   *     127.0.0.1:32768->80/tcp}
   */
  public List<String> published() throws InterruptedException {
    try {
      return started.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a start is never completed by a failure", e);
    }
  }

  /** Waits for the end of the command; it goes on when the waiting thread is interrupted. */
  public ExecResult await() throws ExecutorException, InterruptedException {
    ended.await();
    if (failure != null) {
      throw failure;
    }
    if (result == null) {
      throw new IllegalStateException("a container ended without a result");
    }
    return result;
  }

  /** Sends a signal by its Linux number to the command, as process 1 of its container. */
  public void signal(int number) throws ExecutorException {
    send(FrameType.SIGNAL, new Fields().put(Tag.CODE, number));
  }

  /** Tells the container's terminal its size in characters. */
  public void resize(int rows, int columns) throws ExecutorException {
    send(FrameType.RESIZE, new Fields().put(Tag.ROWS, rows).put(Tag.COLUMNS, columns));
  }

  private void send(FrameType type, Fields fields) throws ExecutorException {
    try {
      connection.send(type, fields);
      connection.flush();
    } catch (IOException e) {
      if (ended.getCount() > 0) {
        throw new ExecutorException("control container", "send " + type, e);
      }
    }
  }

  /** Kills the container if it still runs and returns when it is gone. */
  @Override
  public void close() throws ExecutorException {
    boolean interrupted = Thread.interrupted(); // the flag would close the connection
    try {
      if (ended.getCount() > 0) {
        signal(SIGKILL);
        interrupted |= awaitDeath();
      }
    } finally {
      closeConnection();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private boolean awaitDeath() {
    boolean interrupted = false;
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEATH_SECONDS);
    while (true) {
      try {
        long rest = end - System.nanoTime();
        if (rest <= 0 || ended.await(rest, TimeUnit.NANOSECONDS)) {
          return interrupted;
        }
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
  }

  private void relay() {
    try {
      result = receiveUntilExit();
    } catch (ExecutorException e) {
      failure = e;
    } catch (IOException | RuntimeException e) {
      failure = new ExecutorException("run container", "the connection broke off", e);
    } finally {
      ended.countDown();
      started.complete(List.of());
      closeConnection();
    }
  }

  private ExecResult receiveUntilExit() throws IOException {
    while (true) {
      Frame frame = connection.receive();
      switch (frame.type()) {
        case OUT -> {
          io.stdout().write(frame.payload());
          io.stdout().flush();
        }
        case ERR -> {
          io.stderr().write(frame.payload());
          io.stderr().flush();
        }
        case STDIN_TAKEN -> {
          if (stdin != null) {
            stdin.taken(frame.number(Tag.SIZE));
          }
        }
        case STARTED -> started.complete(frame.texts(Tag.PORT));
        case EXIT -> {
          ExecResult exit = Requests.exit(frame);
          return ofRuntime ? RuntimeClient.judge(exit) : exit;
        }
        case FAIL -> throw Requests.failure(frame);
        default -> throw new ProtocolException("unexpected frame " + frame.type());
      }
    }
  }

  private void closeConnection() {
    try {
      connection.close();
    } catch (IOException e) {
      throw new IllegalStateException("closing a socket does no work that could fail", e);
    }
  }
}
