package dev.jbuild.cli.server;

import dev.jbuild.cli.host.Caller;
import dev.jbuild.cli.host.Host;
import dev.jbuild.cli.host.Output;
import dev.jbuild.cli.host.OwnProcessException;
import dev.jbuild.cli.host.WindowSize;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** The process that waits for a command: its streams, signals and window. */
final class Client implements Caller {
  private static final int SIGNALLED = 128;
  private static final int HANGUP = 1;
  private static final Map<Integer, String> SIGNALS =
      Map.of(HANGUP, "HUP", 2, "INT", 15, "TERM", 28, "WINCH");

  private final Connection connection;
  private final ClientInput in;
  private final ClientOutput out;
  private final ClientOutput err;
  private final Map<String, IntConsumer> handlers = new HashMap<>();
  private volatile @Nullable WindowSize window;
  private @Nullable String refusal;
  private @Nullable Thread worker;
  private boolean ended;

  Client(Connection connection) {
    this.connection = connection;
    this.in = new ClientInput(connection);
    this.out = new ClientOutput(connection, Frame.Type.OUT);
    this.err = new ClientOutput(connection, Frame.Type.ERR);
  }

  Host host(Request request) {
    return new Host(
        request.environment(),
        request.directory(),
        request.terminal(),
        in,
        new Output(out),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        this);
  }

  /** What works for the client from now on. */
  synchronized void startWork(Thread thread) {
    worker = thread;
    if (ended) {
      thread.interrupt();
    }
    thread.start();
  }

  /** Takes what the client said while its command runs. */
  void take(Frame frame) throws IOException {
    ByteBuffer payload = frame.payload();
    switch (frame.type()) {
      case INPUT -> in.put(payload);
      case SIGNAL -> signal(payload.getInt());
      case WINDOW -> {
        int rows = payload.getInt();
        window = new WindowSize(rows, payload.getInt());
        signal(28);
      }
      case FAILED_STREAM ->
          failed(payload.get(), StandardCharsets.UTF_8.decode(payload).toString());
      case HELLO, STATUS, STOP, BEGUN, REFUSED, WANTED, OUT, ERR, EXITED, INFO ->
          throw new IOException("a client says " + frame.type() + " in the middle of a command");
    }
  }

  private void failed(int stream, String why) {
    switch (stream) {
      case 0 -> in.fail(why);
      case 1 -> out.fail(why);
      default -> err.fail(why);
    }
  }

  private void signal(int number) {
    IntConsumer handler;
    synchronized (this) {
      handler = handlers.get(SIGNALS.getOrDefault(number, ""));
    }
    if (handler != null) {
      handler.accept(number);
    } else if (number != 28) {
      end(SIGNALLED + number);
    }
  }

  /** The client is not there any more: its command is cancelled, as when a terminal is closed. */
  void gone() {
    connection.fail();
    in.fail("the client is gone");
    signal(HANGUP);
    synchronized (this) {
      if (worker != null) {
        worker.interrupt();
      }
    }
  }

  @Override
  public synchronized void onSignals(List<String> names, IntConsumer handler) {
    names.forEach(name -> handlers.put(name, handler));
  }

  @Override
  public Optional<WindowSize> windowSize() {
    return Optional.ofNullable(window);
  }

  /** The client ends; the command hears of it as of a signal, and ends when it has put away. */
  @Override
  public synchronized void end(int exitCode) {
    if (ended) {
      return;
    }
    ended = true;
    try {
      connection.send(Frame.Type.EXITED, exitCode);
    } catch (IOException e) {
      connection.fail(); // it has ended by itself
    }
    if (worker != null) {
      worker.interrupt();
    }
  }

  @Override
  public void needOwnProcess(String why) {
    if (!in.used() && !out.used() && !err.used()) {
      synchronized (this) {
        refusal = why;
      }
    }
    throw new OwnProcessException(why + ": this needs a process of its own, without --server");
  }

  /** The command is over. */
  synchronized void done(int exitCode) throws IOException {
    if (ended) {
      return;
    }
    ended = true;
    if (refusal != null) {
      byte[] why = refusal.getBytes(StandardCharsets.UTF_8);
      connection.send(Frame.Type.REFUSED, why, 0, why.length);
    } else {
      connection.send(Frame.Type.EXITED, exitCode);
    }
  }
}
