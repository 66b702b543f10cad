package dev.jbuild.cli.command;

import dev.jbuild.builder.image.LoadedImage;
import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.cli.host.Host;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.Platform;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "load", description = "Read images from an archive of save, or of docker save.")
final class LoadCommand implements Callable<Integer> {
  private final Jbuild jbuild;

  @Option(
      names = {"-i", "--input"},
      paramLabel = "FILE",
      description = "Read from a file, not from standard input.")
  @Nullable Path file;

  @Option(
      names = "--platform",
      paramLabel = "OS/ARCH",
      description = "Of images for several platforms, load only this one.")
  @Nullable String platform;

  @Option(
      names = {"-q", "--quiet"},
      description = "Do not tell what was loaded.")
  boolean quiet;

  LoadCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  @Override
  public Integer call() throws Exception {
    Host host = jbuild.host();
    if (file == null && host.terminal().stdin()) {
      throw new CommandException(
          ExitCode.USAGE, "an archive does not come from a terminal: use -i FILE, or redirect it");
    }
    Platform wanted = Platforms.only(platform);
    try (OpenStore store = OpenStore.of(jbuild)) {
      List<LoadedImage> loaded =
          file == null
              ? store.archive().load(host.in(), "standard input", wanted)
              : store.archive().load(file, wanted);
      if (!quiet) {
        tell(loaded);
      }
    }
    return ExitCode.SUCCESS.number();
  }

  private void tell(List<LoadedImage> loaded) throws IOException {
    for (LoadedImage image : loaded) {
      for (ImageReference tag : image.tags()) {
        jbuild.host().out().line("Loaded image: " + tag.familiar());
      }
      if (image.tags().isEmpty()) {
        jbuild.host().out().line("Loaded image ID: " + image.id());
      }
    }
  }
}
