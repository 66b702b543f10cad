package dev.jbuild.cli.command;

import dev.jbuild.executor.Confinement;
import dev.jbuild.executor.DeviceSpec;
import dev.jbuild.executor.Security;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What a container may use and do. */
final class ConfinementFlags {
  @Spec(Spec.Target.MIXEE)
  @Nullable CommandSpec command;

  @Mixin LimitFlags limits = new LimitFlags();

  @Option(
      names = "--device",
      paramLabel = "PATH[:PATH][:rwm]",
      description = "Device of this machine that the container may use.")
  List<String> devices = new ArrayList<>();

  @Option(
      names = "--privileged",
      description = "All capabilities and devices, no system call filter, nothing hidden.")
  boolean privileged;

  @Option(
      names = "--init",
      description = "Process 1 passes signals on to the command and reaps what that leaves behind.")
  boolean reaper;

  Confinement confinement() {
    try {
      return limits
          .confinement()
          .withSecurity(privileged ? Security.INSECURE : Security.DEFAULT)
          .withReaper(reaper)
          .withDevices(devices.stream().map(DeviceSpec::parse).toList());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          Objects.requireNonNull(command).commandLine(), e.getMessage(), e);
    }
  }
}
