package dev.jbuild.cli.command;

import dev.jbuild.builder.Annotation;
import dev.jbuild.builder.BuildResult;
import dev.jbuild.builder.OutputOptions;
import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What becomes of the result. */
final class OutputFlags {
  @Option(
      names = {"-t", "--tag"},
      paramLabel = "NAME",
      description = "Name of the image; may be repeated.")
  private List<String> tags = new ArrayList<>();

  @Option(names = "--iidfile", paramLabel = "FILE", description = "Write the image ID to a file.")
  private @Nullable Path idFile;

  @Option(names = "--push", description = "Push the image under all its names.")
  private boolean push;

  @Option(
      names = "--annotation",
      paramLabel = "[TYPE:]NAME=VALUE",
      description = "Annotation of the manifest, or of what the type says.")
  private List<String> annotations = new ArrayList<>();

  @Option(
      names = "--metadata-file",
      paramLabel = "FILE",
      description = "Write the digests of the result to a file, as JSON.")
  private @Nullable Path metadataFile;

  OutputOptions options() throws CommandException {
    if (push && tags.isEmpty()) {
      throw new CommandException(ExitCode.USAGE, "--push needs a name to push to: -t NAME");
    }
    List<Annotation> parsed = new ArrayList<>();
    for (String annotation : annotations) {
      try {
        parsed.addAll(Annotation.parse(annotation));
      } catch (IllegalArgumentException e) {
        throw new CommandException(ExitCode.USAGE, "--annotation: " + e.getMessage());
      }
    }
    return OutputOptions.DEFAULT.withTags(Names.parseTags(tags)).withAnnotations(parsed);
  }

  boolean push() {
    return push;
  }

  /**
   * Writes the files that were asked for.
   *
   * @param image what the names stand for where the image is now
   */
  void write(BuildResult result, Descriptor image, List<ImageReference> names) throws IOException {
    if (idFile != null) {
      Digest id = result.images().size() == 1 ? result.id() : image.digest();
      Files.writeString(idFile, id.toString());
    }
    if (metadataFile != null) {
      Files.writeString(metadataFile, BuildMetadata.of(result, image, names));
    }
  }
}
