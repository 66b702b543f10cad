package dev.jbuild.cli.command;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.image.ImagePull;
import dev.jbuild.builder.image.LocalImage;
import dev.jbuild.builder.image.PullPolicy;
import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.progress.Progress;
import dev.jbuild.cli.progress.ProgressMode;
import dev.jbuild.oci.Platform;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How the image of a new container is found. */
final class ImageFlags {
  @Option(
      names = "--pull",
      paramLabel = "always|missing|never",
      description = "Whether the image is asked of its registry; else when it is missing.")
  PullPolicy policy = PullPolicy.MISSING;

  @Option(
      names = {"-q", "--quiet"},
      description = "Without progress of a pull.")
  boolean quiet;

  /**
   * The image of the store; one that is not there, or lacks layers, is pulled first.
   *
   * @param unpack whether layers are unpacked while they arrive: what one isolation cannot unpack
   *     another may
   */
  LocalImage find(Jbuild jbuild, OpenStore store, String image, boolean unpack)
      throws BuildException, CommandException, IOException, InterruptedException {
    Optional<LocalImage> local = store.images().lookUp(image);
    boolean here = local.isPresent() && store.hasLayers(local.get());
    if (here && policy != PullPolicy.ALWAYS) {
      return local.get();
    }
    try (Progress progress = (quiet ? ProgressMode.QUIET : ProgressMode.AUTO).start(jbuild.host());
        OpenStore pulling = OpenStore.of(jbuild, progress)) {
      ImagePull pull = unpack ? pulling.pullToRun() : pulling.pull();
      if (local.isPresent() && policy != PullPolicy.ALWAYS) {
        pull.layers(local.get().resolved());
        return local.get();
      }
      if (local.isEmpty()) {
        progress.note(image + " is not in the local store");
      }
      pull.pull(Names.parse(image), Platform.host(), policy);
      return store.images().find(image);
    }
  }
}
