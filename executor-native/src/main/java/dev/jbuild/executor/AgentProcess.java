package dev.jbuild.executor;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The outermost native process. Its standard input is the lifeline: when it ends, because of {@link
 * #close} or because this JVM is gone, all containers end with it.
 */
final class AgentProcess implements AutoCloseable {
  private static final String STEP = "start the native helper";
  private static final int ATTEMPTS = 5;
  private static final long FAREWELL_SECONDS = 12;

  private final Process process;
  private final Path program;
  private final Path socket;
  private final AgentInfo info;
  private volatile boolean left;

  private AgentProcess(Process process, Path program, Path socket, AgentInfo info) {
    this.process = process;
    this.program = program;
    this.socket = socket;
    this.info = info;
  }

  static AgentProcess start(AgentOptions options) throws ExecutorException {
    Path program = NativeProgram.of(options);
    List<String> command =
        new ArrayList<>(
            List.of(
                program.toString(),
                "agent",
                "--state",
                options.stateDirectory().toString(),
                "--isolation",
                options.isolation().word()));
    Path container = options.container();
    if (container != null) {
      command.addAll(List.of("--container", container.toString()));
    }
    Process process = spawn(command, options.variables());
    Thread.ofVirtual().name("jbuild-exec log").start(() -> copyLog(process, options.log()));
    try {
      return awaitReady(process, program);
    } catch (IOException | RuntimeException e) {
      process.toHandle().destroyForcibly(); // not Process's own, which would cut off the log, too
      throw e instanceof ExecutorException known
          ? known
          : new ExecutorException(STEP, "read its first line", e);
    }
  }

  /**
   * A fork of another thread may hold the just written program open for writing, which makes execve
   * fail (ETXTBSY) until that fork has come to its own execve.
   */
  static Process spawn(List<String> command, Map<String, String> variables)
      throws ExecutorException {
    for (int attempt = 1; ; attempt++) {
      try {
        ProcessBuilder builder = new ProcessBuilder(command).redirectInput(Redirect.PIPE);
        builder.environment().putAll(variables);
        return builder.start();
      } catch (IOException e) {
        if (attempt == ATTEMPTS) {
          throw new ExecutorException(STEP, command.getFirst(), e);
        }
        try {
          Thread.sleep(10L * attempt);
        } catch (InterruptedException interrupted) {
          Thread.currentThread().interrupt();
          throw new ExecutorException(STEP, "interrupted", interrupted);
        }
      }
    }
  }

  private static AgentProcess awaitReady(Process process, Path program) throws IOException {
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = out.readLine();
    if (line == null) {
      throw new ExecutorException(STEP, 0, "it ended without a word; its log has the reason");
    }
    String[] words = line.split("\t", -1);
    if (words[0].equals("FAIL") && words.length == 4) {
      throw new ExecutorException(words[2], Integer.parseInt(words[1]), words[3]);
    }
    if (!words[0].equals("jbuild-exec") || words.length != 6 || !words[1].equals("1")) {
      throw new ExecutorException(STEP, 0, program + " speaks another protocol: " + line);
    }
    AgentInfo info =
        new AgentInfo(Isolation.parse(words[3]), Set.of(words[4].split(",")), words[5]);
    return new AgentProcess(process, program, Path.of(words[2]), info);
  }

  private static void copyLog(Process process, Consumer<String> log) {
    try (BufferedReader err =
        new BufferedReader(
            new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
      err.lines().forEach(log);
    } catch (IOException | UncheckedIOException e) {
      log.accept("the log of the native helper broke off: " + e.getMessage());
    }
  }

  Path program() {
    return program;
  }

  Path socket() {
    return socket;
  }

  AgentInfo info() {
    return info;
  }

  /** The container goes on without us: {@link #close} does nothing any more. */
  void leave() throws ExecutorException {
    left = true;
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new ExecutorException("leave the native helper", "close its lifeline", e);
    }
  }

  @Override
  public void close() throws ExecutorException {
    if (left) {
      return;
    }
    boolean interrupted = false;
    try {
      process.getOutputStream().close();
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(FAREWELL_SECONDS);
      while (process.isAlive() && System.nanoTime() < end) {
        try {
          if (process.waitFor(FAREWELL_SECONDS, TimeUnit.SECONDS)) {
            return;
          }
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      process.destroyForcibly();
    } catch (IOException e) {
      process.destroyForcibly();
      throw new ExecutorException("stop the native helper", "close its lifeline", e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
