package dev.jbuild.cli.command;

import dev.jbuild.builder.OutgoingForm;
import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** In which form an image leaves the store. */
final class FormFlags {
  @Option(
      names = "--compression",
      paramLabel = "gzip|zstd|uncompressed",
      description = "How layers that were built here are compressed; gzip if not said.")
  @Nullable String compression;

  @Option(
      names = "--compression-level",
      paramLabel = "N",
      description = "gzip 1 to 9 (4 if not said), zstd 1 to 22 (3).")
  @Nullable String level;

  @Option(
      names = "--force-compression",
      description = "Compress the layers of base images so as well.")
  boolean forced;

  OutgoingForm form() throws CommandException {
    try {
      return CompressionWord.form(compression, level, forced, OutgoingForm.Types.AS_THEY_CAME);
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.USAGE, "--compression: " + e.getMessage());
    }
  }
}
