package dev.jbuild.executor;

import dev.jbuild.executor.wire.Connection;
import dev.jbuild.executor.wire.Fields;
import dev.jbuild.executor.wire.Frame;
import dev.jbuild.executor.wire.FrameType;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Runs a container on this process's own terminal. Java cannot set a terminal to raw mode, so a
 * native process with our streams speaks the protocol; the request reaches it in a private file,
 * which it overwrites with the last frame.
 */
final class Terminal {
  private static final String STEP = "attach terminal";

  private Terminal() {}

  static ExecResult run(AgentProcess agent, Fields request)
      throws ExecutorException, InterruptedException {
    // Next to the socket: a directory that is ours alone and ends with the agent.
    Path directory = agent.socket().getParent();
    return run(agent.program(), agent.socket(), directory, FrameType.EXEC, request);
  }

  /**
   * @param directory ours alone, for the file
   */
  static ExecResult run(
      Path program, Path socket, @Nullable Path directory, FrameType type, Fields request)
      throws ExecutorException, InterruptedException {
    try {
      Path exchange = Files.createTempFile(directory, "attach", null);
      // Held open, as its directory may be gone with the agent before the last frame is read.
      try (FileChannel frames =
          FileChannel.open(exchange, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        frames.write(ByteBuffer.wrap(Connection.frameBytes(type, request)));
        run(program, socket, exchange);
        return result(frames.position(0));
      } finally {
        Files.deleteIfExists(exchange);
      }
    } catch (ExecutorException e) {
      throw e;
    } catch (IOException e) {
      throw new ExecutorException(STEP, "exchange with the native helper", e);
    }
  }

  private static void run(Path program, Path socket, Path exchange)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(program.toString(), "attach", socket.toString(), exchange.toString())
            .inheritIO()
            .start();
    int code;
    try {
      code = process.waitFor();
    } catch (InterruptedException e) {
      process.destroy(); // SIGTERM: it restores the terminal
      process.waitFor();
      throw e;
    }
    if (code != 0) {
      throw new ExecutorException(STEP, 0, "the connection broke off (code " + code + ")");
    }
  }

  private static ExecResult result(FileChannel frames) throws IOException {
    Frame frame = Connection.parseFrame(Channels.newInputStream(frames).readAllBytes());
    return switch (frame.type()) {
      case EXIT -> Requests.exit(frame);
      case FAIL -> throw Requests.failure(frame);
      default -> throw new ProtocolException("unexpected frame " + frame.type());
    };
  }
}
