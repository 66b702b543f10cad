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

@Command(
    name = "delete",
    description =
        "Delete a tag of a registry, or by its digest an image with all its tags. (Images of the"
            + " store: rmi.)")
final class DeleteCommand implements Callable<Integer> {
  private final Jbuild jbuild;

  @Parameters(paramLabel = "IMAGE", description = "Name with a tag or a digest.")
  String image = "";

  @Mixin RegistryFlags registry = new RegistryFlags();

  DeleteCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  @Override
  public Integer call() throws CommandException, IOException {
    ImageReference name = Names.parse(image);
    if (name.digest() == null && !image.endsWith(":" + name.tag())) {
      throw new CommandException(
          ExitCode.USAGE, image + ": say which tag is to be deleted, or which digest");
    }
    try (RegistryClient client = new RegistryClient(registry.options(jbuild))) {
      client.deleteManifest(name);
    }
    jbuild.host().out().line("Deleted " + name);
    return ExitCode.SUCCESS.number();
  }
}
