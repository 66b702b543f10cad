package dev.jbuild.builder.context;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildException.Kind;
import dev.jbuild.builder.ContextSource;
import dev.jbuild.builder.DockerfileSource;
import dev.jbuild.parser.ignore.IgnoreFile;
import dev.jbuild.parser.ignore.IgnoreFileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The files that a build begins with: the context's directory, the Dockerfile, the ignore file. */
public final class BuildFiles {
  private static final String IGNORE = ".dockerignore";

  private final Path directory;
  private final String dockerfileName;
  private final byte[] dockerfile;
  private final IgnoreFile ignore;

  private BuildFiles(Path directory, String dockerfileName, byte[] dockerfile, IgnoreFile ignore) {
    this.directory = directory;
    this.dockerfileName = dockerfileName;
    this.dockerfile = dockerfile;
    this.ignore = ignore;
  }

  /**
   * Reads them.
   *
   * @throws BuildException when one is missing or cannot be read
   */
  public static BuildFiles read(ContextSource context, DockerfileSource source)
      throws BuildException {
    Path directory =
        switch (context) {
          case ContextSource.Local local -> local.directory();
        };
    if (!Files.isDirectory(directory)) {
      throw wrong(
          Files.exists(directory)
              ? "the build context " + directory + " is not a directory"
              : "there is no build context " + directory,
          null);
    }
    return switch (source) {
      case DockerfileSource.InContext inContext -> inContext(directory);
      case DockerfileSource.File file ->
          new BuildFiles(
              directory,
              file.name(),
              content(file.path(), file.name()),
              ignore(directory, file.path()));
      case DockerfileSource.Inline inline ->
          new BuildFiles(
              directory,
              "Dockerfile",
              inline.text().getBytes(StandardCharsets.UTF_8),
              ignore(directory, null));
    };
  }

  private static BuildFiles inContext(Path directory) throws BuildException {
    for (String name : List.of("Dockerfile", "dockerfile")) {
      Path path = directory.resolve(name);
      if (Files.exists(path)) {
        return new BuildFiles(directory, name, content(path, name), ignore(directory, path));
      }
    }
    throw wrong(
        "there is no Dockerfile in " + directory + "; make one, or name another file with -f",
        null);
  }

  private static byte[] content(Path path, String name) throws BuildException {
    try {
      return Files.readAllBytes(path);
    } catch (NoSuchFileException e) {
      throw wrong("there is no Dockerfile " + name, e);
    } catch (IOException e) {
      throw wrong("the Dockerfile " + name + " cannot be read: " + e, e);
    }
  }

  /** An ignore file beside the Dockerfile, with its name, goes before that of the context. */
  private static IgnoreFile ignore(Path directory, @Nullable Path dockerfile)
      throws BuildException {
    Path own =
        dockerfile == null
            ? directory.resolve(IGNORE)
            : dockerfile.resolveSibling(dockerfile.getFileName() + IGNORE);
    Path file = Files.exists(own) ? own : directory.resolve(IGNORE);
    try {
      return IgnoreFile.parse(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      return IgnoreFile.EMPTY;
    } catch (IgnoreFileException e) {
      throw wrong(file.getFileName() + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw wrong("the ignore file " + file + " cannot be read: " + e, e);
    }
  }

  private static BuildException wrong(String message, @Nullable Throwable cause) {
    return new BuildException(Kind.USER, null, message, cause);
  }

  public Path directory() {
    return directory;
  }

  /** What messages call the Dockerfile. */
  public String dockerfileName() {
    return dockerfileName;
  }

  public byte[] dockerfile() {
    return dockerfile.clone();
  }

  public IgnoreFile ignore() {
    return ignore;
  }
}
