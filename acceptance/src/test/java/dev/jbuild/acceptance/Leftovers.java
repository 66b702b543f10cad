package dev.jbuild.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Looks for what a command may have left behind: processes, mounts, files. */
final class Leftovers {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private Leftovers() {}

  /**
   * Waits until no process has a directory in its command line, environment, mounts or program;
   * killing is asynchronous, so the last ones may need a moment.
   */
  static void awaitNoProcessOf(Path directory) {
    Instant end = Instant.now().plus(PATIENCE);
    List<String> left = processesOf(directory);
    while (!left.isEmpty() && Instant.now().isBefore(end)) {
      pause();
      left = processesOf(directory);
    }
    assertThat(left).as("processes that have to do with %s", directory).isEmpty();
  }

  static List<String> processesOf(Path directory) {
    long self = ProcessHandle.current().pid();
    List<String> found = new ArrayList<>();
    for (ProcessHandle each : ProcessHandle.allProcesses().toList()) {
      if (each.pid() != self && mentions(Path.of("/proc/" + each.pid()), directory)) {
        found.add(each.pid() + " " + read(Path.of("/proc/" + each.pid() + "/cmdline")));
      }
    }
    return found;
  }

  private static boolean mentions(Path process, Path directory) {
    String name = directory.toString();
    return Stream.of("cmdline", "environ", "mountinfo")
        .map(process::resolve)
        .map(Leftovers::read)
        .anyMatch(text -> text.contains(name));
  }

  static List<String> mountsBelow(Path directory) {
    return read(Path.of("/proc/self/mountinfo"))
        .lines()
        .filter(line -> line.contains(directory.toString()))
        .toList();
  }

  /** The names in a directory; none when it does not exist. */
  static List<String> entries(Path directory) {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.map(each -> each.getFileName().toString()).sorted().toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException("list " + directory, e);
    }
  }

  /** A file of /proc; empty when its process has ended or belongs to somebody else. */
  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).replace('\0', ' ');
    } catch (IOException e) {
      return "";
    }
  }

  static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
