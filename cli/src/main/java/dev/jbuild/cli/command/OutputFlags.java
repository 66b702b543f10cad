package dev.jbuild.cli.command;

import dev.jbuild.builder.OutputOptions;
import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.oci.Digest;
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

  OutputOptions options() throws CommandException {
    if (push && tags.isEmpty()) {
      throw new CommandException(ExitCode.USAGE, "--push needs a name to push to: -t NAME");
    }
    return OutputOptions.DEFAULT.withTags(Names.parseTags(tags));
  }

  boolean push() {
    return push;
  }

  /** Writes the files that were asked for. */
  void write(Digest imageId) throws IOException {
    if (idFile != null) {
      Files.writeString(idFile, imageId.toString());
    }
  }
}
