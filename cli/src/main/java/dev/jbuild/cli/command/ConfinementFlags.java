package dev.jbuild.cli.command;

import dev.jbuild.executor.Confinement;
import dev.jbuild.executor.DeviceSpec;
import dev.jbuild.executor.Limits;
import dev.jbuild.executor.Rlimit;
import dev.jbuild.executor.Security;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What a container may use and do. */
final class ConfinementFlags {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = {"-m", "--memory"},
      paramLabel = "SIZE",
      converter = SizeWord.class,
      description = "Limit of memory, such as 512m; what takes more is killed.")
  private long memory;

  @Option(names = "--cpus", paramLabel = "NUMBER", description = "Limit of CPU time, such as 1.5.")
  private double cpus;

  @Option(
      names = "--pids-limit",
      paramLabel = "NUMBER",
      description = "Limit of processes and threads.")
  private long pids;

  @Option(
      names = "--ulimit",
      paramLabel = "NAME=SOFT[:HARD]",
      description = "Limit of each process, such as nofile=1024.")
  private List<String> ulimits = new ArrayList<>();

  @Option(
      names = "--shm-size",
      paramLabel = "SIZE",
      converter = SizeWord.class,
      description = "Size of /dev/shm.")
  private long shmSize = Confinement.DEFAULT.shmSize();

  @Option(
      names = "--device",
      paramLabel = "PATH[:PATH][:rwm]",
      description = "Device of this machine that the container may use.")
  private List<String> devices = new ArrayList<>();

  @Option(
      names = "--privileged",
      description = "All capabilities and devices, no system call filter, nothing hidden.")
  private boolean privileged;

  Confinement confinement() {
    try {
      return new Confinement(
          privileged ? Security.INSECURE : Security.DEFAULT,
          new Limits(memory, cpus, pids),
          ulimits.stream().map(Rlimit::parse).toList(),
          devices.stream().map(DeviceSpec::parse).toList(),
          shmSize);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          Objects.requireNonNull(command).commandLine(), e.getMessage(), e);
    }
  }
}
