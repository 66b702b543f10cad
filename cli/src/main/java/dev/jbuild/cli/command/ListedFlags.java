package dev.jbuild.cli.command;

import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.runner.container.ListedOptions;
import dev.jbuild.runner.container.RestartPolicy;
import dev.jbuild.runner.container.VolumeUse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the list of containers keeps of one, beside what runs in it. */
final class ListedFlags {
  @Option(names = "--name", paramLabel = "NAME", description = "Name in the list of containers.")
  @Nullable String name;

  @Option(names = "--rm", description = "Remove the container when it ends.")
  boolean remove;

  @Option(
      names = {"-l", "--label"},
      paramLabel = "NAME=VALUE",
      description = "Label of the container.")
  List<String> labels = new ArrayList<>();

  @Option(
      names = "--stop-signal",
      paramLabel = "SIGNAL",
      description = "What stop sends; else what the image says, or TERM.")
  @Nullable String stopSignal;

  @Option(
      names = "--stop-timeout",
      paramLabel = "SECONDS",
      description = "How long stop waits before it kills; else 10.")
  @Nullable Integer stopTimeout;

  @Option(names = "--cidfile", paramLabel = "FILE", description = "Write the container's ID there.")
  @Nullable Path idFile;

  @Option(
      names = "--restart",
      paramLabel = "no|on-failure[:N]|always|unless-stopped",
      description = "When a container that goes on by itself starts again after its end.")
  String restart = "no";

  @Mixin final HealthFlags health = new HealthFlags();

  /**
   * The options.
   *
   * @param goes whether a container without a name goes when it ends
   */
  ListedOptions options(String called, boolean openStdin, List<VolumeUse> volumes, boolean goes)
      throws CommandException {
    try {
      return new ListedOptions(
          called,
          "",
          name,
          KeyValues.plain("--label", labels),
          remove || (goes && name == null),
          openStdin,
          stopSignal,
          stopTimeout,
          volumes,
          idFile,
          health.options(),
          RestartPolicy.parse(restart));
    } catch (IllegalArgumentException | CommandException e) {
      throw new CommandException(ExitCode.NOT_STARTED, String.valueOf(e.getMessage()), e);
    }
  }

  /** Before anything starts: the file of another container is not to be lost. */
  void claimIdFile() throws CommandException {
    if (idFile == null) {
      return;
    }
    if (Files.exists(idFile)) {
      throw new CommandException(
          ExitCode.NOT_STARTED,
          "container ID file found, make sure the other container isn't running or delete "
              + idFile);
    }
  }
}
