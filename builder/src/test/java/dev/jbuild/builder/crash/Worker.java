package dev.jbuild.builder.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A {@link BuildProcess}. */
final class Worker implements AutoCloseable {
  private final Process process;
  private final BufferedReader out;

  Worker(Path work) throws IOException {
    this(List.of(), "128m", work);
  }

  /**
   * A process started by other words.
   *
   * @param before what runs the command that follows
   * @param heap the most that the JVM may take, as -Xmx has it
   */
  Worker(List<String> before, String heap, Path work) throws IOException {
    List<String> words = new ArrayList<>(before);
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx" + heap));
    words.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp"));
    words.add(System.getProperty("java.class.path"));
    words.addAll(List.of(BuildProcess.class.getName(), work.toString()));
    process = new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT).start();
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
