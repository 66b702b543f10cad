package dev.jbuild.cli.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The commands that docker has below {@code volume}. */
@Command(
    name = "volume",
    synopsisSubcommandLabel = "COMMAND",
    description = "Make, list and remove volumes: directories that containers share.")
final class VolumeCommand {
  private VolumeCommand() {}

  static CommandLine commandLine(Jbuild jbuild) {
    return new CommandLine(new VolumeCommand())
        .addSubcommand("create", new VolumeCreateCommand(jbuild))
        .addSubcommand("ls", new VolumeLsCommand(jbuild))
        .addSubcommand("inspect", new VolumeInspectCommand(jbuild))
        .addSubcommand("rm", new VolumeRmCommand(jbuild))
        .addSubcommand("prune", new VolumePruneCommand(jbuild));
  }
}
