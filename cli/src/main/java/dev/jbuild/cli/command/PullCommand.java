package dev.jbuild.cli.command;

import dev.jbuild.builder.image.PullPolicy;
import dev.jbuild.builder.image.ResolvedImage;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.cli.progress.Progress;
import dev.jbuild.cli.progress.ProgressMode;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.Platform;
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
  private String image = "";

  @Option(
      names = "--platform",
      paramLabel = "OS/ARCH",
      description = "Not this machine's platform.")
  private @Nullable String platform;

  @Option(
      names = {"-q", "--quiet"},
      description = "Show no progress.")
  private boolean quiet;

  @Mixin private RegistryFlags registry = new RegistryFlags();

  PullCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  @Override
  public Integer call() throws Exception {
    ImageReference name = Names.parse(image);
    Platform wanted = platform == null ? Platform.host() : Platform.parse(platform);
    ProgressMode mode = quiet ? ProgressMode.QUIET : ProgressMode.AUTO;
    try (Progress progress = mode.start(jbuild.host());
        OpenStore store = OpenStore.of(jbuild, progress, registry.options(jbuild))) {
      ResolvedImage pulled = store.pull().pull(name, wanted, PullPolicy.ALWAYS);
      progress.note("Digest: " + pulled.descriptor().digest());
    }
    jbuild.host().out().line(name.toString());
    return ExitCode.SUCCESS.number();
  }
}
