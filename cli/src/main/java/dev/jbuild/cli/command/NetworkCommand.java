package dev.jbuild.cli.command;

import dev.jbuild.executor.Isolation;
import dev.jbuild.runner.network.Networks;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The commands that docker has below {@code network}. */
@Command(
    name = "network",
    synopsisSubcommandLabel = "COMMAND",
    description = "Make, show and remove networks that containers share.")
final class NetworkCommand {
  private NetworkCommand() {}

  static CommandLine commandLine(Jbuild jbuild) {
    return new CommandLine(NetworkCommandSpec.of(new NetworkCommand()))
        .addSubcommand("create", NetworkCreateCommandSpec.of(new NetworkCreateCommand(jbuild)))
        .addSubcommand("ls", NetworkLsCommandSpec.of(new NetworkLsCommand(jbuild)), "list")
        .addSubcommand("inspect", NetworkInspectCommandSpec.of(new NetworkInspectCommand(jbuild)))
        .addSubcommand("rm", NetworkRmCommandSpec.of(new NetworkRmCommand(jbuild)), "remove")
        .addSubcommand("prune", NetworkPruneCommandSpec.of(new NetworkPruneCommand(jbuild)));
  }

  static Networks networks(Jbuild jbuild) throws IOException {
    Path store = jbuild.places().storeRoot();
    return new Networks(store, jbuild.agentOptions(store, Isolation.AUTO));
  }
}
