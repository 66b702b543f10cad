package dev.jbuild.cli.command;

import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.registry.RegistryClient;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "list-tags", description = "List the tags of a repository of a registry.")
final class ListTagsCommand implements Callable<Integer> {
  private final Jbuild jbuild;

  @Parameters(paramLabel = "REPOSITORY", description = "Name without a tag.")
  String repository = "";

  @Mixin RegistryFlags registry = new RegistryFlags();

  ListTagsCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  @Override
  public Integer call() throws CommandException, IOException {
    ImageReference name = Names.parse(repository);
    if (name.digest() != null || repository.endsWith(":" + name.tag())) {
      throw new CommandException(
          ExitCode.USAGE, repository + ": give the name alone, without tag and digest");
    }
    try (RegistryClient client = new RegistryClient(registry.options(jbuild))) {
      for (String tag : client.tags(name)) {
        jbuild.host().out().line(tag);
      }
    }
    return ExitCode.SUCCESS.number();
  }
}
