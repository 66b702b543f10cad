package dev.jbuild.cli.command;

import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.runner.network.NetworkException;
import dev.jbuild.runner.network.Networks;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "rm", description = "Remove networks that no container uses.")
final class NetworkRmCommand implements Callable<Integer> {
  private final Jbuild jbuild;

  @Parameters(arity = "1..*", paramLabel = "NETWORK", description = "Name or ID of a network.")
  List<String> names = new ArrayList<>();

  @Option(
      names = {"-f", "--force"},
      description = "A network that is not there is no error.")
  boolean force;

  NetworkRmCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  /** Removes what it can, and fails with the last failure; the others are told on the way. */
  @Override
  public Integer call() throws Exception {
    Networks networks = NetworkCommand.networks(jbuild);
    NetworkException failed = null;
    for (String name : names) {
      try {
        if (force && networks.list().stream().noneMatch(each -> each.name().equals(name))) {
          continue;
        }
        networks.remove(networks.find(name));
        jbuild.host().out().line(name);
      } catch (NetworkException e) {
        if (failed != null) {
          jbuild.host().err().println("error: " + failed.getMessage());
        }
        failed = e;
      }
    }
    if (failed != null) {
      throw failed;
    }
    return ExitCode.SUCCESS.number();
  }
}
