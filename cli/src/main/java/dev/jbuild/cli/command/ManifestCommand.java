package dev.jbuild.cli.command;

import dev.jbuild.builder.manifest.ManifestLists;
import dev.jbuild.registry.RegistryClient;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The commands that docker has below {@code manifest}. */
@Command(
    name = "manifest",
    synopsisSubcommandLabel = "COMMAND",
    description = "Show manifests, and make image indexes (manifest lists) of several.")
final class ManifestCommand {
  private ManifestCommand() {}

  static CommandLine commandLine(Jbuild jbuild) {
    return new CommandLine(ManifestCommandSpec.of(new ManifestCommand()))
        .addSubcommand("inspect", ManifestInspectCommandSpec.of(new ManifestInspectCommand(jbuild)))
        .addSubcommand("create", ManifestCreateCommandSpec.of(new ManifestCreateCommand(jbuild)))
        .addSubcommand(
            "annotate", ManifestAnnotateCommandSpec.of(new ManifestAnnotateCommand(jbuild)))
        .addSubcommand("push", ManifestPushCommandSpec.of(new ManifestPushCommand(jbuild)))
        .addSubcommand("rm", ManifestRmCommandSpec.of(new ManifestRmCommand(jbuild)));
  }

  static ManifestLists lists(Jbuild jbuild, RegistryClient client) throws IOException {
    return new ManifestLists(jbuild.places().storeRoot().resolve("manifests"), client);
  }
}
