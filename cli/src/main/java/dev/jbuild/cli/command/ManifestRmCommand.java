package dev.jbuild.cli.command;

import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.registry.RegistryClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "rm", description = "Remove manifest lists that are kept here.")
final class ManifestRmCommand implements Callable<Integer> {
  private final Jbuild jbuild;

  @Parameters(arity = "1..*", paramLabel = "LIST", description = "Names of lists.")
  List<String> lists = new ArrayList<>();

  ManifestRmCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  @Override
  public Integer call() throws CommandException, IOException {
    try (RegistryClient client = new RegistryClient(jbuild.registryOptions())) {
      for (ImageReference name : Names.parse(lists)) {
        if (!ManifestCommand.lists(jbuild, client).remove(name)) {
          throw new CommandException(
              ExitCode.USAGE, "there is no manifest list " + name.familiar() + " here");
        }
        jbuild.host().out().line("Removed manifest list " + name);
      }
    }
    return ExitCode.SUCCESS.number();
  }
}
