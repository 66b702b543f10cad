package dev.jbuild.cli.command;

import dev.jbuild.builder.manifest.ManifestList;
import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.cli.text.IndentedJson;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.json.Json;
import dev.jbuild.registry.RegistryClient;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "inspect",
    description = "Show a manifest or an image index of a registry, or a list made here.")
final class ManifestInspectCommand implements Callable<Integer> {
  private final Jbuild jbuild;

  @Parameters(paramLabel = "IMAGE", description = "Name of an image or a manifest list.")
  String image = "";

  @Option(names = "--raw", description = "The bytes that the digest is of, as they are.")
  boolean raw;

  @Mixin ManifestRegistryFlags registry = new ManifestRegistryFlags();

  ManifestInspectCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  @Override
  public Integer call() throws CommandException, IOException {
    ImageReference name = Names.parse(image);
    byte[] bytes;
    try (RegistryClient client = new RegistryClient(registry.options(jbuild))) {
      Optional<ManifestList> list = ManifestCommand.lists(jbuild, client).find(name);
      bytes = list.isPresent() ? list.get().index().raw() : client.manifest(name).raw();
    }
    if (raw) {
      jbuild.host().out().write(bytes);
    } else {
      jbuild.host().out().line(IndentedJson.of(Json.parse(bytes)));
    }
    return ExitCode.SUCCESS.number();
  }
}
