package dev.jbuild.cli.command;

import dev.jbuild.executor.Confinement;
import dev.jbuild.executor.Limits;
import dev.jbuild.executor.Rlimit;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** How much a container may use, in docker's words. */
final class LimitFlags {
  @Option(
      names = {"-m", "--memory"},
      paramLabel = "SIZE",
      converter = SizeWord.class,
      description = "Limit of memory, such as 512m; what takes more is killed.")
  long memory;

  @Option(names = "--cpus", paramLabel = "NUMBER", description = "Limit of CPU time, such as 1.5.")
  double cpus;

  @Option(
      names = "--pids-limit",
      paramLabel = "NUMBER",
      description = "Limit of processes and threads.")
  long pids;

  @Option(
      names = "--ulimit",
      paramLabel = "NAME=SOFT[:HARD]",
      description = "Limit of each process, such as nofile=1024.")
  List<String> ulimits = new ArrayList<>();

  @Option(
      names = "--shm-size",
      paramLabel = "SIZE",
      converter = SizeWord.class,
      description = "Size of /dev/shm.")
  long shmSize = Confinement.DEFAULT.shmSize();

  @Option(
      names = "--cpu-quota",
      paramLabel = "MICROSECONDS",
      description = "CPU time in each period; --cpus says the same.")
  long quota;

  @Option(
      names = "--cpu-period",
      paramLabel = "MICROSECONDS",
      description = "The period of --cpu-quota.")
  long period = 100_000;

  /**
   * The limits.
   *
   * @throws IllegalArgumentException naming the one that makes no sense
   */
  Confinement confinement() {
    return Confinement.DEFAULT
        .withLimits(new Limits(memory, cpuCount(), pids))
        .withRlimits(ulimits.stream().map(LimitFlags::ulimit).toList())
        .withShmSize(shmSize);
  }

  private static Rlimit ulimit(String word) {
    try {
      return Rlimit.parse(word);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--ulimit " + word + ": " + e.getMessage(), e);
    }
  }

  private double cpuCount() {
    if (quota <= 0) {
      return cpus;
    }
    if (cpus != 0 || period <= 0) {
      throw new IllegalArgumentException(
          "give either --cpus or --cpu-quota, with a --cpu-period above 0");
    }
    return (double) quota / period;
  }
}
