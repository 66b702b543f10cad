package dev.jbuild.executor;

import dev.jbuild.executor.wire.Connection;
import dev.jbuild.executor.wire.Fields;
import dev.jbuild.executor.wire.Frame;
import dev.jbuild.executor.wire.FrameType;
import dev.jbuild.executor.wire.Tag;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * A listed container that some process has started, by the socket of its agent, which is noted in
 * its state.
 *
 * @param socket may be gone at any time
 * @param log receives single lines
 */
public record RunningContainer(Path socket, Consumer<String> log) {

  /**
   * Sends a signal by its Linux number to the command, as process 1 of its container.
   *
   * @param last whether the container is not to start again when it ends
   * @throws ExecutorException when the container does not run any more
   */
  public void kill(int signal, boolean last) throws ExecutorException {
    try (Connection connection = Connection.open(socket)) {
      connection.send(FrameType.KILL, new Fields().put(Tag.CODE, signal).put(Tag.FINAL, last));
      connection.flush();
      Frame frame = connection.receive();
      switch (frame.type()) {
        case DONE -> {
          return;
        }
        case FAIL -> throw Requests.failure(frame);
        default -> throw new ProtocolException("unexpected frame " + frame.type());
      }
    } catch (ExecutorException e) {
      throw e;
    } catch (IOException e) {
      throw gone(e);
    }
  }

  /**
   * Runs a further command in the container; it is killed when the handle is closed.
   *
   * @param first what the container was started with
   * @param insecure whether it has all capabilities and no system call filter
   */
  public ExecHandle exec(ContainerRequest first, ProcessSpec process, boolean insecure, ExecIo io)
      throws ExecutorException {
    try {
      Fields request = first.enter(process, insecure, io.stdin() != null);
      return ExecHandle.enter(socket, request, io, log);
    } catch (IOException e) {
      throw gone(e);
    }
  }

  /** Starts a further command that nobody waits for and whose output nobody sees. */
  public void execDetached(ContainerRequest first, ProcessSpec process, boolean insecure)
      throws ExecutorException {
    try (Connection connection = Connection.open(socket)) {
      connection.send(
          FrameType.ENTER, first.enter(process, insecure, false).put(Tag.DETACHED, true));
      connection.flush();
      Frame frame = connection.receive();
      switch (frame.type()) {
        case STARTED -> {
          return;
        }
        case FAIL -> throw Requests.failure(frame);
        case EXIT -> throw NotExecutableException.of(Requests.exit(frame));
        default -> throw new ProtocolException("unexpected frame " + frame.type());
      }
    } catch (ExecutorException e) {
      throw e;
    } catch (IOException e) {
      throw gone(e);
    }
  }

  /**
   * Runs a further command with a terminal on the terminal of this process, in raw mode meanwhile.
   *
   * @param options where the native program is
   */
  public ExecResult attach(
      ContainerRequest first, ProcessSpec process, boolean insecure, AgentOptions options)
      throws ExecutorException, InterruptedException {
    try {
      Fields request = first.enter(process, insecure, true);
      Path directory = Files.createTempDirectory("jbuild-exec");
      try {
        return Terminal.run(NativeProgram.of(options), socket, directory, FrameType.ENTER, request);
      } finally {
        Files.delete(directory);
      }
    } catch (ExecutorException e) {
      throw e;
    } catch (IOException e) {
      throw gone(e);
    }
  }

  private static ExecutorException gone(IOException cause) {
    return new ExecutorException("reach container", "its helper does not answer", cause);
  }
}
