package dev.jbuild.cli.command;

import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.cli.progress.Progress;
import dev.jbuild.cli.progress.ProgressMode;
import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "save",
    description = "Write images as a tar archive that is an OCI image layout and docker's in one.")
final class SaveCommand implements Callable<Integer> {
  private static final int BUFFER = 1 << 17;

  private final Jbuild jbuild;

  @Parameters(arity = "1..*", paramLabel = "IMAGE", description = "Name or ID of an image.")
  private List<String> images = new ArrayList<>();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Write to a file, not to standard output.")
  private @Nullable Path file;

  SaveCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  @Override
  public Integer call() throws Exception {
    if (file == null && jbuild.host().terminal().stdout()) {
      throw new CommandException(
          ExitCode.USAGE, "an archive is nothing for a terminal: use -o FILE, or redirect it");
    }
    try (Progress progress = ProgressMode.AUTO.start(jbuild.host());
        OpenStore store = OpenStore.of(jbuild, progress)) {
      if (file == null) {
        OutputStream out = new BufferedOutputStream(jbuild.host().out(), BUFFER);
        store.archive().save(images, out);
        out.flush();
      } else {
        store.archive().save(images, file);
      }
    }
    return ExitCode.SUCCESS.number();
  }
}
