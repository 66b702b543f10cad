package dev.jbuild.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A command line with its directory and environment, run to its end. */
record Command(List<String> words, Path directory, Map<String, String> environment) {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  Command {
    words = List.copyOf(words);
    environment = Map.copyOf(environment);
  }

  static Command of(Path directory, String... words) {
    return new Command(List.of(words), directory, Map.of());
  }

  Command with(Map<String, String> more) {
    Map<String, String> all = new TreeMap<>(environment);
    all.putAll(more);
    return new Command(words, directory, all);
  }

  /** Other words, with the same directory and environment. */
  Command as(String... other) {
    return new Command(List.of(other), directory, environment);
  }

  /** As a shell starts a command that it gives the terminal to: signals reach all of it at once. */
  Command inOwnProcessGroup() {
    List<String> all = new ArrayList<>(List.of("setsid"));
    all.addAll(words);
    return new Command(all, directory, environment);
  }

  /** Runs it with empty input; a command that takes minutes is killed and fails the test. */
  Outcome run() {
    return run(LIMIT);
  }

  Outcome run(Duration limit) {
    try (Running running = start()) {
      return running.await(limit);
    }
  }

  Running start() {
    try {
      Path out = Files.createTempFile("jbuild-out", null);
      Path err = Files.createTempFile("jbuild-err", null);
      ProcessBuilder builder = new ProcessBuilder(words).directory(directory.toFile());
      builder.environment().keySet().removeIf(name -> name.startsWith("JBUILD_"));
      builder.environment().putAll(environment);
      builder.redirectInput(Path.of("/dev/null").toFile());
      builder.redirectOutput(out.toFile()).redirectError(err.toFile());
      return new Running(String.join(" ", words), builder.start(), out, err);
    } catch (IOException e) {
      throw new UncheckedIOException("start " + words, e);
    }
  }

  /** A started command; closing it kills what is still there of it. */
  record Running(String command, Process process, Path out, Path err) implements AutoCloseable {

    Outcome await(Duration limit) {
      try {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
          throw new AssertionError("not done after " + limit + ": " + outcome(-1));
        }
        return outcome(process.exitValue());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while waiting for " + command, e);
      }
    }

    String outputSoFar() {
      return text(out) + text(err);
    }

    private Outcome outcome(int exitCode) {
      return new Outcome(command, exitCode, text(out), text(err));
    }

    private static String text(Path file) {
      try {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException("read output", e);
      }
    }

    @Override
    public void close() {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      try {
        process.waitFor();
        Files.deleteIfExists(out);
        Files.deleteIfExists(err);
      } catch (IOException e) {
        throw new UncheckedIOException("remove output", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
