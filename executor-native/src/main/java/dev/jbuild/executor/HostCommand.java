package dev.jbuild.executor;

import dev.jbuild.oci.layer.ByteString;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Commands of the host, such as one that knows a secret. Nothing isolates them. */
public final class HostCommand {
  private static final File NOTHING = new File("/dev/null");

  private HostCommand() {}

  /** What a command wrote to its standard output. */
  public record Result(int exitCode, ByteString output) {
    @Override
    public String toString() {
      return "Result[" + exitCode + ", " + output.size() + " bytes]";
    }
  }

  /**
   * Starts a program of the PATH, whose input, output and errors are the caller's to use.
   *
   * @param variables added to those of this process
   */
  public static Process start(List<String> words, Map<String, String> variables)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().putAll(variables);
    return builder.start();
  }

  /**
   * Runs a script with {@code /bin/sh -c}; its input is empty and its standard error is ours. When
   * the thread is interrupted the command is killed.
   *
   * @param limit bytes; what is written beyond them is not read
   */
  public static Result run(String script, int limit) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("/bin/sh", "-c", script)
            .redirectInput(Redirect.from(NOTHING))
            .redirectError(Redirect.INHERIT)
            .start();
    // Read by a thread of its own: a blocked read does not hear an interrupt.
    FutureTask<byte[]> output =
        new FutureTask<>(
            () -> {
              try (InputStream out = process.getInputStream()) {
                return out.readNBytes(limit);
              }
            });
    Thread.ofVirtual().start(output);
    try {
      byte[] bytes = output.get();
      return new Result(bytes.length == limit ? 0 : process.waitFor(), ByteString.of(bytes));
    } catch (ExecutionException e) {
      throw new IOException("read the output of a command: " + e.getCause(), e);
    } finally {
      process.destroyForcibly();
    }
  }
}
