package dev.jbuild.cli.command;

import dev.jbuild.builder.BuildException;
import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.OciFormatException;
import dev.jbuild.oci.Platform;
import dev.jbuild.registry.RegistryClient;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "annotate", description = "Change the platform of an image in a manifest list.")
final class ManifestAnnotateCommand implements Callable<Integer> {
  private final Jbuild jbuild;

  @Parameters(index = "0", paramLabel = "LIST", description = "Name of a list that is kept here.")
  String list = "";

  @Parameters(index = "1", paramLabel = "IMAGE", description = "An image of the list.")
  String image = "";

  @Option(names = "--os", paramLabel = "OS", description = "Operating system.")
  @Nullable String os;

  @Option(names = "--arch", paramLabel = "ARCH", description = "Architecture.")
  @Nullable String architecture;

  @Option(names = "--variant", paramLabel = "VARIANT", description = "Variant of it.")
  @Nullable String variant;

  @Mixin ManifestRegistryFlags registry = new ManifestRegistryFlags();

  ManifestAnnotateCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  @Override
  public Integer call() throws BuildException, CommandException, IOException {
    if (os == null && architecture == null && variant == null) {
      throw new CommandException(
          ExitCode.USAGE, "nothing to change: say --os, --arch or --variant");
    }
    ImageReference name = Names.parseTags(List.of(list)).getFirst();
    try (RegistryClient client = new RegistryClient(registry.options(jbuild))) {
      ManifestCommand.lists(jbuild, client).annotate(name, Names.parse(image), this::changed);
    } catch (OciFormatException e) {
      throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
    return ExitCode.SUCCESS.number();
  }

  private Platform changed(Platform platform) {
    return new Platform(
        os == null ? platform.os() : os,
        architecture == null ? platform.architecture() : architecture,
        variant == null ? platform.variant() : variant);
  }
}
