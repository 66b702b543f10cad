package dev.jbuild.builder.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A {@link BuildProcess}. */
final class Worker implements AutoCloseable {
  private final Process process;
  private final BufferedReader out;

  Worker(Path work) throws IOException {
    process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-Xmx128m",
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("java.class.path"),
                    BuildProcess.class.getName(),
                    work.toString()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    out = process.inputReader(StandardCharsets.UTF_8);
    if (!"ready".equals(out.readLine())) {
      throw new IOException("a process did not start");
    }
  }

  void ask(Path context) throws IOException {
    Writer in = process.outputWriter(StandardCharsets.UTF_8);
    in.write(context + "\n");
    in.flush();
  }

  /** Its next answer; null when it is dead. */
  @Nullable String answer() {
    try {
      return out.readLine();
    } catch (IOException e) {
      throw new UncheckedIOException("read an answer", e);
    }
  }

  /** SIGKILL, to the JVM and nothing else. */
  void kill() {
    process.toHandle().destroyForcibly(); // which leaves the pipe open that the process writes to
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
