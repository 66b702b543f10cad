package dev.jbuild.cli.command;

import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.executor.Isolation;
import dev.jbuild.runner.network.NetworkRequest;
import dev.jbuild.runner.network.Networks;
import dev.jbuild.runner.network.Subnet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "create", description = "Make a network that containers share.")
final class NetworkCreateCommand implements Callable<Integer> {
  private final Jbuild jbuild;

  @Parameters(index = "0", paramLabel = "NAME", description = "Name of the network.")
  String name = "";

  @Option(
      names = "--subnet",
      paramLabel = "ADDRESS/BITS",
      description = "Its IPv4 addresses; else some that are free.")
  @Nullable String subnet;

  @Option(
      names = "--gateway",
      paramLabel = "IP",
      description = "Address of its way out; else the first of the subnet.")
  @Nullable String gateway;

  @Option(names = "--internal", description = "No way out.")
  boolean internal;

  @Option(names = "--label", paramLabel = "NAME[=VALUE]", description = "Label; repeatable.")
  List<String> labels = new ArrayList<>();

  @Option(
      names = {"-d", "--driver"},
      paramLabel = "bridge",
      description = "Only bridge, said for docker's sake.")
  String driver = "bridge";

  NetworkCreateCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  @Override
  public Integer call() throws Exception {
    if (!driver.equals("bridge")) {
      throw new CommandException(
          ExitCode.USAGE, "there is no network driver " + driver + ": bridge is the only one");
    }
    NetworkRequest request;
    try {
      request =
          new NetworkRequest(
              name,
              subnet == null ? null : Subnet.parse(subnet),
              gateway,
              internal,
              KeyValues.plain("--label", labels));
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.USAGE, e.getMessage() == null ? "" : e.getMessage(), e);
    }
    // A network may be the first thing in a store, which must know that it is one.
    try (OpenStore store = OpenStore.of(jbuild)) {
      Path root = store.store().root();
      Networks networks = new Networks(root, jbuild.agentOptions(root, Isolation.AUTO));
      jbuild.host().out().line(networks.create(request).id());
    }
    return ExitCode.SUCCESS.number();
  }
}
