package dev.jbuild.cli.command;

import dev.jbuild.builder.DockerfileSource;
import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What a build reads: the directory of its context, and its Dockerfile. */
record BuildInput(Path directory, DockerfileSource dockerfile) {

  static BuildInput of(@Nullable String context, @Nullable String file, InputStream in)
      throws CommandException, IOException {
    if (context == null) {
      throw new CommandException(
          ExitCode.USAGE, "a build needs the directory of its context: jbuild build -t app .");
    }
    Path directory = Path.of(context);
    if (!Files.isDirectory(directory)) {
      throw new CommandException(
          ExitCode.USAGE, "the build context " + context + " is not a directory");
    }
    return new BuildInput(directory, dockerfile(file, in));
  }

  private static DockerfileSource dockerfile(@Nullable String file, InputStream in)
      throws CommandException, IOException {
    if (file == null) {
      return new DockerfileSource.InContext();
    }
    if (file.equals("-")) {
      return new DockerfileSource.Inline(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
    Path path = Path.of(file);
    if (!Files.isRegularFile(path)) {
      throw new CommandException(ExitCode.USAGE, "the Dockerfile " + file + " is not a file");
    }
    return new DockerfileSource.File(path, file);
  }
}
