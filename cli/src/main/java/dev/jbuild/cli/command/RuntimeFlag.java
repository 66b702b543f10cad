package dev.jbuild.cli.command;

import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.cli.host.Host;
import dev.jbuild.executor.OciRuntime;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which program runs containers. */
final class RuntimeFlag {
  @Option(
      names = "--runtime",
      paramLabel = "runc|crun|PATH",
      description = "OCI runtime that runs containers; without it jbuild does itself.")
  @Nullable String runtime;

  /** Null for jbuild itself. */
  @Nullable OciRuntime runtime(Host host) throws CommandException {
    if (runtime == null) {
      return null;
    }
    try {
      return OciRuntime.find(runtime, host.variable("PATH"));
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
  }
}
