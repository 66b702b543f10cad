package dev.jbuild.cli.command;

import dev.jbuild.builder.BuildException;
import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.registry.RegistryClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "create",
    description =
        "Make a manifest list of images that registries have. It stays here until it is pushed.")
final class ManifestCreateCommand implements Callable<Integer> {
  private final Jbuild jbuild;

  @Parameters(index = "0", paramLabel = "LIST", description = "What the list is to be pushed as.")
  String list = "";

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "IMAGE",
      description = "Images of registries; of an image index all its manifests are taken.")
  List<String> images = new ArrayList<>();

  @Option(
      names = {"-a", "--amend"},
      description = "Add to a list that is there already.")
  boolean amend;

  @Mixin ManifestRegistryFlags registry = new ManifestRegistryFlags();

  ManifestCreateCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  @Override
  public Integer call() throws BuildException, CommandException, IOException {
    ImageReference name = Names.parseTags(List.of(list)).getFirst();
    try (RegistryClient client = new RegistryClient(registry.options(jbuild))) {
      ManifestCommand.lists(jbuild, client).create(name, Names.parse(images), amend);
    }
    jbuild.host().out().line("Created manifest list " + name);
    return ExitCode.SUCCESS.number();
  }
}
