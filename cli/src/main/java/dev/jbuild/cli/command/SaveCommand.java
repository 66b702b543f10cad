package dev.jbuild.cli.command;

import dev.jbuild.builder.Export;
import dev.jbuild.builder.OutgoingForm;
import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.cli.progress.Progress;
import dev.jbuild.cli.progress.ProgressMode;
import dev.jbuild.oci.Platform;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "save",
    description = "Write images as a tar archive that is an OCI image layout and docker's in one.")
final class SaveCommand implements Callable<Integer> {
  private final Jbuild jbuild;

  @Parameters(arity = "1..*", paramLabel = "IMAGE", description = "Name or ID of an image.")
  List<String> images = new ArrayList<>();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Write to a file, not to standard output.")
  @Nullable Path file;

  @Option(
      names = "--platform",
      paramLabel = "OS/ARCH",
      description = "Of images for several platforms, save only this one.")
  @Nullable String platform;

  @Mixin FormFlags form = new FormFlags();

  SaveCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  @Override
  public Integer call() throws Exception {
    if (file == null && jbuild.host().terminal().stdout()) {
      throw new CommandException(
          ExitCode.USAGE, "an archive is nothing for a terminal: use -o FILE, or redirect it");
    }
    OutgoingForm outgoing = form.form();
    Platform only = Platforms.only(platform);
    try (Progress progress = ProgressMode.AUTO.start(jbuild.host());
        OpenStore store = OpenStore.of(jbuild, progress)) {
      Export.Target target =
          file == null
              ? new Export.Target.Stream(jbuild.host().out(), "standard output")
              : new Export.Target.File(file);
      store.archive().save(images, only, outgoing, target);
    }
    return ExitCode.SUCCESS.number();
  }
}
