package dev.jbuild.cli.command;

import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.cli.text.IndentedJson;
import dev.jbuild.runner.network.Network;
import dev.jbuild.runner.network.Networks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "inspect", description = "Show all about networks, as JSON.")
final class NetworkInspectCommand implements Callable<Integer> {
  private final Jbuild jbuild;

  @Parameters(arity = "1..*", paramLabel = "NETWORK", description = "Name or ID of a network.")
  List<String> names = new ArrayList<>();

  @Mixin DetailsFormat format = new DetailsFormat();

  NetworkInspectCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  @Override
  public Integer call() throws Exception {
    Networks networks = NetworkCommand.networks(jbuild);
    List<Map<String, Object>> found = new ArrayList<>();
    for (String name : names) {
      Network network = networks.find(name);
      found.add(NetworkDetails.of(network, networks.users(network)));
    }
    Optional<List<String>> formatted = format.lines(found);
    List<String> lines = formatted.isPresent() ? formatted.get() : List.of(IndentedJson.of(found));
    for (String line : lines) {
      jbuild.host().out().line(line);
    }
    return ExitCode.SUCCESS.number();
  }
}
