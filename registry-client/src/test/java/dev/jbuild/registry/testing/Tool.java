package dev.jbuild.registry.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** An installed program, such as openssl, that runs to its end. */
public final class Tool {
  private Tool() {}

  /** How a program ended and what it said, on both streams. */
  public record Outcome(int exitCode, String output) {}

  /** What a program says that must succeed. */
  public static String run(String... command) throws IOException, InterruptedException {
    Outcome outcome = attempt(command);
    if (outcome.exitCode() != 0) {
      throw new IOException(List.of(command) + " failed: " + outcome.output());
    }
    return outcome.output();
  }

  public static Outcome attempt(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor(), output);
  }
}
