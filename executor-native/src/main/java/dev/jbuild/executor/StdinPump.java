package dev.jbuild.executor;

import dev.jbuild.executor.wire.Connection;
import dev.jbuild.executor.wire.FrameType;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * Sends standard input, never more than a window ahead of what the command took, so that a command
 * that does not read cannot hold up signals behind its input.
 */
final class StdinPump implements Runnable {
  private static final int WINDOW = 256 << 10;

  private final InputStream stdin;
  private final Connection connection;
  private final Consumer<String> log;
  private final Semaphore window = new Semaphore(WINDOW);

  StdinPump(InputStream stdin, Connection connection, Consumer<String> log) {
    this.stdin = stdin;
    this.connection = connection;
    this.log = log;
  }

  /** The command took so many bytes more. */
  void taken(long count) {
    window.release((int) count);
  }

  @Override
  public void run() {
    byte[] block = new byte[64 << 10];
    try {
      for (int count; (count = readSome(block)) >= 0; ) {
        window.acquire(count);
        connection.send(FrameType.STDIN, block, 0, count);
        connection.flush();
      }
      connection.send(FrameType.STDIN_EOF);
      connection.flush();
    } catch (IOException e) {
      // The command ended with input left: its end is told by the reading side.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private int readSome(byte[] block) {
    try {
      return stdin.read(block);
    } catch (IOException e) {
      log.accept("standard input broke off: " + e.getMessage());
      return -1;
    }
  }
}
