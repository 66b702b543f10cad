package dev.jbuild.executor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The targets of the native program's Makefile. */
final class NativeBuild {
  private static final Path SOURCES = Path.of("src/main/c");
  private static final Path OUT = Path.of("target/native").toAbsolutePath();

  private NativeBuild() {}

  /**
   * Makes targets.
   *
   * @return all that was printed
   * @throws IOException when it fails, with all that was printed
   */
  static String make(String... words) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("make", "--silent", "-C", SOURCES.toString(), "OUT=" + OUT));
    command.addAll(List.of(words));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(command + ": " + output);
    }
    return output;
  }

  /** The program with AddressSanitizer and UBSan. */
  static Path sanitized() throws IOException, InterruptedException {
    make("asan");
    return OUT.resolve("jbuild-exec-asan");
  }
}
