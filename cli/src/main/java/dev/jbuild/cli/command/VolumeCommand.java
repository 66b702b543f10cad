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
    return new CommandLine(VolumeCommandSpec.of(new VolumeCommand()))
        .addSubcommand("create", VolumeCreateCommandSpec.of(new VolumeCreateCommand(jbuild)))
        .addSubcommand("ls", VolumeLsCommandSpec.of(new VolumeLsCommand(jbuild)))
        .addSubcommand("inspect", VolumeInspectCommandSpec.of(new VolumeInspectCommand(jbuild)))
        .addSubcommand("rm", VolumeRmCommandSpec.of(new VolumeRmCommand(jbuild)))
        .addSubcommand("prune", VolumePruneCommandSpec.of(new VolumePruneCommand(jbuild)));
  }
}
