package dev.jbuild.cli.command;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.manifest.ManifestLists;
import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.registry.RegistryClient;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "push",
    description = "Push a manifest list, and the images in it that its repository does not have.")
final class ManifestPushCommand implements Callable<Integer> {
  private final Jbuild jbuild;

  @Parameters(paramLabel = "LIST", description = "Name of a list that is kept here.")
  String list = "";

  @Option(
      names = {"-p", "--purge"},
      description = "Remove the list here afterwards.")
  boolean purge;

  @Mixin ManifestRegistryFlags registry = new ManifestRegistryFlags();

  ManifestPushCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  @Override
  public Integer call() throws BuildException, CommandException, IOException {
    ImageReference name = Names.parseTags(List.of(list)).getFirst();
    try (RegistryClient client = new RegistryClient(registry.options(jbuild))) {
      ManifestLists lists = ManifestCommand.lists(jbuild, client);
      Descriptor pushed = lists.push(name);
      if (purge) {
        lists.remove(name);
      }
      jbuild.host().out().line(pushed.digest().toString());
    }
    return ExitCode.SUCCESS.number();
  }
}
