package dev.jbuild.cli.command;

import dev.jbuild.builder.ContextSource;
import dev.jbuild.builder.DockerfileSource;
import dev.jbuild.builder.context.ArchiveBytes;
import dev.jbuild.builder.remote.HttpAddress;
import dev.jbuild.builder.words.RemoteWord;
import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.cli.host.Host;
import dev.jbuild.parser.text.Spelling;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a build reads: its context, and its Dockerfile. */
record BuildInput(ContextSource context, DockerfileSource dockerfile) {
  private static final String STDIN = "-";

  /**
   * @param context a directory, a tar, a URL, or {@code -} for a tar or Dockerfile on standard
   *     input
   * @param file the Dockerfile, if it is not the usual one; {@code -} for one on standard input
   */
  static BuildInput of(@Nullable String context, @Nullable String file, Host host)
      throws CommandException, IOException {
    if (context == null) {
      throw wrong("a build needs the directory of its context: jbuild build -t app .");
    }
    if (context.equals(STDIN)) {
      return ofStandardInput(file, host);
    }
    Path path = host.path(context);
    if (Files.isDirectory(path)) {
      return new BuildInput(new ContextSource.Local(path), besideDirectory(file, host));
    }
    Optional<ContextSource> remote = Given.read(() -> RemoteWord.parse(context));
    if (remote.isPresent()) {
      return new BuildInput(remote.get(), ofArchive(file, host.in(), host));
    }
    if (Files.exists(path)) {
      checkArchive(path);
      return new BuildInput(new ContextSource.Archive(path), ofArchive(file, host.in(), host));
    }
    throw wrong("unable to prepare context: path \"" + context + "\" not found");
  }

  private static void checkArchive(Path path) throws CommandException, IOException {
    if (!Files.isRegularFile(path)) {
      return; // a pipe can be read once
    }
    try (InputStream bytes = Files.newInputStream(path)) {
      if (!ArchiveBytes.begin(bytes.readNBytes(ArchiveBytes.LENGTH))) {
        throw wrong(
            "the build context is a directory or a tar, and "
                + path
                + " is neither; a Dockerfile is named by -f");
      }
    }
  }

  private static BuildInput ofStandardInput(@Nullable String file, Host host)
      throws CommandException, IOException {
    if (STDIN.equals(file)) {
      throw wrong("invalid argument: can't use stdin for both build context and dockerfile");
    }
    BufferedInputStream bytes = new BufferedInputStream(host.in());
    bytes.mark(ArchiveBytes.LENGTH);
    byte[] start = bytes.readNBytes(ArchiveBytes.LENGTH);
    bytes.reset();
    if (start.length == 0) {
      throw wrong("standard input is empty; pipe a tar or a Dockerfile into it");
    }
    if (ArchiveBytes.begin(start)) {
      return new BuildInput(
          new ContextSource.Stream(bytes, "standard input"), ofArchive(file, bytes, host));
    }
    if (file != null) {
      throw wrong(
          "ambiguous Dockerfile source: both stdin and flag correspond to Dockerfiles; drop -f, or"
              + " pipe a tar");
    }
    return new BuildInput(new ContextSource.Empty(), inline(bytes));
  }

  private static DockerfileSource besideDirectory(@Nullable String file, Host host)
      throws CommandException, IOException {
    if (file == null) {
      return new DockerfileSource.InContext();
    }
    return file.equals(STDIN) ? inline(host.in()) : elsewhere(file, host);
  }

  /** A relative name is one of the archive or repository. */
  private static DockerfileSource ofArchive(@Nullable String file, InputStream in, Host host)
      throws CommandException, IOException {
    if (file == null) {
      return new DockerfileSource.InContext();
    }
    if (file.equals(STDIN)) {
      return inline(in);
    }
    return Path.of(file).isAbsolute() || HttpAddress.isOne(file)
        ? elsewhere(file, host)
        : new DockerfileSource.Named(file);
  }

  private static DockerfileSource elsewhere(String file, Host host)
      throws CommandException, IOException {
    if (HttpAddress.isOne(file)) {
      return new DockerfileSource.Http(file);
    }
    Path path = host.path(file);
    if (!Files.isRegularFile(path)) {
      throw wrong(
          Files.isDirectory(path)
              ? isDirectory(file)
              : "there is no Dockerfile " + file + near(path));
    }
    return new DockerfileSource.File(path, file);
  }

  private static String isDirectory(String file) {
    return "the Dockerfile "
        + file
        + " is not a file but a directory; the directory of the context stands at the end:"
        + " jbuild build -f FILE DIRECTORY";
  }

  private static String near(Path missing) throws IOException {
    Path directory = missing.toAbsolutePath().normalize().getParent();
    if (directory == null || !Files.isDirectory(directory)) {
      return "";
    }
    try (Stream<Path> files = Files.list(directory)) {
      List<String> names = files.map(each -> each.getFileName().toString()).toList();
      return Spelling.nearest(missing.getFileName().toString(), names)
          .map(name -> " (did you mean " + missing.resolveSibling(name) + "?)")
          .orElse("");
    }
  }

  private static DockerfileSource inline(InputStream in) throws IOException {
    return new DockerfileSource.Inline(new String(in.readAllBytes(), StandardCharsets.UTF_8));
  }

  private static CommandException wrong(String message) {
    return new CommandException(ExitCode.USAGE, message);
  }
}
