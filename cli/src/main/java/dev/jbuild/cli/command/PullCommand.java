package dev.jbuild.cli.command;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.image.PullPolicy;
import dev.jbuild.builder.image.ResolvedImage;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.cli.progress.Progress;
import dev.jbuild.cli.progress.ProgressMode;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.Platform;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "pull", description = "Bring an image from a registry into the store.")
final class PullCommand implements Callable<Integer> {
  private final Jbuild jbuild;

  @Parameters(paramLabel = "IMAGE", description = "Name of an image.")
  String image = "";

  @Option(
      names = "--platform",
      paramLabel = "OS/ARCH",
      description = "Not this machine's platform.")
  @Nullable String platform;

  @Option(
      names = {"-q", "--quiet"},
      description = "Show no progress.")
  boolean quiet;

  @Option(
      names = {"-a", "--all-tags"},
      description = "All images of the repository, by their tags.")
  boolean allTags;

  @Option(
      names = "--unpack",
      description = "Make the files of its layers, too, as the first RUN or container would.")
  boolean unpack;

  @Mixin RegistryFlags registry = new RegistryFlags();

  PullCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  @Override
  public Integer call() throws Exception {
    ImageReference name = allTags ? Names.repository(image) : Names.parse(image);
    Platform wanted = platform == null ? Platform.host() : Platform.parse(platform);
    List<ImageReference> done = new ArrayList<>();
    ProgressMode mode = quiet ? ProgressMode.QUIET : ProgressMode.AUTO;
    try (Progress progress = mode.start(jbuild.host());
        OpenStore store = OpenStore.of(jbuild, progress, registry.options(jbuild))) {
      for (ImageReference each : allTags ? store.remoteTags(name) : List.of(name)) {
        ResolvedImage pulled = pull(store, each, wanted);
        progress.note("Digest: " + pulled.descriptor().digest());
        done.add(each);
      }
    }
    for (ImageReference each : done) {
      jbuild.host().out().line(each.toString());
    }
    return ExitCode.SUCCESS.number();
  }

  private ResolvedImage pull(OpenStore store, ImageReference name, Platform wanted)
      throws BuildException, IOException, InterruptedException {
    if (!unpack) {
      return store.pull().pull(name, wanted, PullPolicy.ALWAYS);
    }
    ResolvedImage pulled = store.pullToRun().pull(name, wanted, PullPolicy.ALWAYS);
    store.store().layers().directories(pulled.layers(), store.disk()); // what was here already
    return pulled;
  }
}
