package dev.jbuild.cli.command;

import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.cli.text.Table;
import dev.jbuild.runner.network.Network;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "ls", description = "List the networks.")
final class NetworkLsCommand implements Callable<Integer> {
  private static final int SHOWN_DIGITS = 12;

  private final Jbuild jbuild;

  @Option(
      names = {"-q", "--quiet"},
      description = "Only the IDs.")
  boolean quiet;

  @Option(names = "--no-trunc", description = "Do not shorten the IDs.")
  boolean noTrunc;

  @Mixin FormatFlag format = new FormatFlag();

  NetworkLsCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  @Override
  public Integer call() throws Exception {
    for (String line : lines(NetworkCommand.networks(jbuild).list())) {
      jbuild.host().out().line(line);
    }
    return ExitCode.SUCCESS.number();
  }

  private List<String> lines(List<Network> networks) throws CommandException {
    if (quiet) {
      return networks.stream().map(this::id).toList();
    }
    Optional<List<String>> formatted = format.lines(networks.stream().map(this::fields).toList());
    if (formatted.isPresent()) {
      return formatted.get();
    }
    Table table = new Table("NETWORK ID", "NAME", "SUBNET", "GATEWAY", "INTERNAL");
    for (Network each : networks) {
      table.row(
          id(each),
          each.name(),
          each.subnet().toString(),
          each.gateway(),
          each.internal() ? "yes" : "no");
    }
    return table.lines();
  }

  private Map<String, String> fields(Network network) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("ID", id(network));
    fields.put("Name", network.name());
    fields.put("Driver", "bridge");
    fields.put("Scope", "local");
    fields.put("Internal", Boolean.toString(network.internal()));
    fields.put("Subnet", network.subnet().toString());
    fields.put("Gateway", network.gateway());
    fields.put("CreatedAt", network.created().toString());
    return fields;
  }

  private String id(Network network) {
    return noTrunc ? network.id() : network.id().substring(0, SHOWN_DIGITS);
  }
}
