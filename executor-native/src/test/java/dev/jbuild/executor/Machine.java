package dev.jbuild.executor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** What is on this machine, as /proc tells it. */
final class Machine {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private Machine() {}

  /** The processes that run {@code sleep} for this time. */
  static List<Long> sleepers(String time) {
    return processes()
        .filter(pid -> List.of(read(pid, "cmdline").split("\0")).equals(List.of("sleep", time)))
        .toList();
  }

  /** The processes that see a mount below the directory. */
  static List<Long> processesThatMount(Path directory) {
    return processes()
        .filter(pid -> read(pid, "mountinfo").contains(directory.toString()))
        .toList();
  }

  /** The control groups of containers of the helpers that have a run directory in this state. */
  static List<Path> controlGroups(Path state) {
    try (Stream<Path> runs = Files.list(state.resolve("run"))) {
      return runs.flatMap(run -> controlGroups(run.getFileName().toString())).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Those of one helper, by the name of its run directory. */
  static Stream<Path> controlGroups(String run) {
    try {
      Process find =
          new ProcessBuilder("find", "/sys/fs/cgroup", "-name", "jbuild-" + run + "-*")
              .redirectError(Redirect.DISCARD) // groups that vanish meanwhile
              .start();
      return new String(find.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(Path::of);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Long> processes() {
    return ProcessHandle.allProcesses().map(ProcessHandle::pid);
  }

  private static String read(long pid, String file) {
    try {
      return new String(
          Files.readAllBytes(Path.of("/proc", Long.toString(pid), file)), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return ""; // the process has ended
    }
  }

  /** Waits until it is so; gives the time it took. */
  static Duration await(BooleanSupplier condition) throws InterruptedException {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > LIMIT.toNanos()) {
        throw new AssertionError("not within " + LIMIT);
      }
      Thread.sleep(5);
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
