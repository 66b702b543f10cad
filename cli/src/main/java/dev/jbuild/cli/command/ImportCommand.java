package dev.jbuild.cli.command;

import dev.jbuild.builder.image.ImageImport;
import dev.jbuild.builder.image.ImportOptions;
import dev.jbuild.builder.image.LoadedImage;
import dev.jbuild.builder.plan.ConfigChanges;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.oci.ImageReference;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "import", description = "Make an image from the tar of a root file system.")
final class ImportCommand implements Callable<Integer> {
  private final Jbuild jbuild;

  @Parameters(index = "0", paramLabel = "FILE", description = "The tar; - for standard input.")
  private String file = "";

  @Parameters(index = "1", arity = "0..1", paramLabel = "NAME", description = "Name of the image.")
  private @Nullable String name;

  @Option(
      names = {"-m", "--message"},
      paramLabel = "TEXT",
      description = "Comment in the history of the image.")
  private @Nullable String message;

  @Option(
      names = {"-c", "--change"},
      paramLabel = "INSTRUCTION",
      description = "Apply a Dockerfile instruction such as 'CMD [\"/bin/sh\"]' to the image.")
  private List<String> changes = List.of();

  ImportCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  @Override
  public Integer call() throws Exception {
    List<ImageReference> tags = name == null ? List.of() : Names.parseTags(List.of(name));
    ImportOptions options =
        ImportOptions.of(tags).withMessage(message).withConfig(ConfigChanges.config(changes));
    boolean fromInput = file.equals("-");
    try (OpenStore store = OpenStore.of(jbuild);
        InputStream tar = fromInput ? jbuild.host().in() : open(jbuild.host().path(file))) {
      LoadedImage made =
          new ImageImport(store.store(), Clock.systemUTC())
              .importTar(tar, fromInput ? "standard input" : file, options);
      jbuild.host().out().line(made.id().toString());
    }
    return ExitCode.SUCCESS.number();
  }

  private static InputStream open(Path path) throws IOException {
    return Files.newInputStream(path);
  }
}
