package dev.jbuild.cli.command;

import dev.jbuild.builder.SbomFormat;
import dev.jbuild.builder.image.LocalImage;
import dev.jbuild.builder.sbom.Sbom;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.cli.progress.Progress;
import dev.jbuild.cli.progress.ProgressMode;
import dev.jbuild.cli.text.IndentedJson;
import dev.jbuild.oci.Platform;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "sbom", description = "Print the software that an image of the store has (SBOM).")
final class SbomCommand implements Callable<Integer> {
  private final Jbuild jbuild;

  @Parameters(paramLabel = "IMAGE", description = "Name or ID of an image.")
  String image = "";

  @Option(
      names = "--format",
      paramLabel = "spdx|cyclonedx",
      description = "SPDX 2.3 or CycloneDX 1.6, both as JSON; spdx if not said.")
  SbomFormat format = SbomFormat.SPDX;

  @Option(
      names = "--platform",
      paramLabel = "OS/ARCH",
      description = "Of an image for several platforms, the one for this.")
  @Nullable String platform;

  @Mixin RegistryFlags registry = new RegistryFlags();

  SbomCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  @Override
  public Integer call() throws Exception {
    Platform wanted = Platforms.only(platform);
    Sbom sbom;
    try (Progress progress = ProgressMode.AUTO.start(jbuild.host());
        OpenStore store = OpenStore.of(jbuild, progress, registry.options(jbuild))) {
      LocalImage found = store.images().find(image, wanted);
      store.pull().layers(found.resolved());
      sbom = Sbom.of(store.store(), store.disk(), found.manifest(), found.config());
    }
    sbom.unread().forEach(each -> jbuild.warn("the SBOM is not complete: " + each));
    jbuild.host().out().line(IndentedJson.of(sbom.toJson(format)));
    return ExitCode.SUCCESS.number();
  }
}
