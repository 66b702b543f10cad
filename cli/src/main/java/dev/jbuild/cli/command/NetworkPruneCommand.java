package dev.jbuild.cli.command;

import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.runner.network.Network;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "prune", description = "Remove all networks that no container uses.")
final class NetworkPruneCommand implements Callable<Integer> {
  private final Jbuild jbuild;

  @Option(
      names = {"-f", "--force"},
      description = "Do not ask; nothing ever does.")
  @SuppressWarnings("UnusedVariable") // said for docker's sake
  boolean force;

  NetworkPruneCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  @Override
  public Integer call() throws Exception {
    List<Network> removed = NetworkCommand.networks(jbuild).prune();
    if (!removed.isEmpty()) {
      jbuild.host().out().line("Deleted Networks:");
    }
    for (Network network : removed) {
      jbuild.host().out().line(network.name());
    }
    return ExitCode.SUCCESS.number();
  }
}
