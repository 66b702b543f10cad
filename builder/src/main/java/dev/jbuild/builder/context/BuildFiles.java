package dev.jbuild.builder.context;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildException.Kind;
import dev.jbuild.builder.ContextSource;
import dev.jbuild.builder.DockerfileSource;
import dev.jbuild.parser.ignore.IgnoreFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The files that a build begins with: its context, the Dockerfile, the ignore file. */
public final class BuildFiles implements AutoCloseable {
  private static final List<String> USUAL = List.of("Dockerfile", "dockerfile");

  private static final List<String> OF_WEB =
      List.of("Dockerfile", "dockerfile", RemoteContexts.FILE);

  private final BuildContext context;
  private final String dockerfileName;
  private final byte[] dockerfile;
  private final IgnoreFile ignore;

  private BuildFiles(
      BuildContext context, String dockerfileName, byte[] dockerfile, IgnoreFile ignore) {
    this.context = context;
    this.dockerfileName = dockerfileName;
    this.dockerfile = dockerfile;
    this.ignore = ignore;
  }

  /**
   * Reads them. A context that is no directory is read whole.
   *
   * @throws BuildException when one is missing or cannot be read
   */
  public static BuildFiles read(
      ContextSource context, DockerfileSource source, ContextOpener opener)
      throws BuildException, IOException {
    try {
      return context instanceof ContextSource.Local local
          ? ofDirectory(local, source, opener)
          : ofOther(context, source, opener);
    } catch (ContextException e) {
      throw wrong(String.valueOf(e.getMessage()), e);
    }
  }

  private static BuildFiles ofDirectory(
      ContextSource.Local context, DockerfileSource source, ContextOpener opener)
      throws BuildException, IOException {
    Path directory = context.directory();
    if (!Files.isDirectory(directory)) {
      throw wrong(
          Files.exists(directory)
              ? "the build context " + directory + " is not a directory"
              : "there is no build context " + directory,
          null);
    }
    return switch (source) {
      case DockerfileSource.InContext inContext -> {
        for (String name : USUAL) {
          if (Files.exists(directory.resolve(name))) {
            yield ofDirectory(context, directory.resolve(name), name, opener);
          }
        }
        throw noDockerfile(directory.toString());
      }
      case DockerfileSource.Named named ->
          ofDirectory(context, directory.resolve(named.path()), named.path(), opener);
      case DockerfileSource.File file -> ofDirectory(context, file.path(), file.name(), opener);
      case DockerfileSource.Inline inline ->
          ofDirectory(context, "Dockerfile", bytes(inline), opener);
      case DockerfileSource.Http http ->
          ofDirectory(context, "Dockerfile", opener.remote().content(http.address()), opener);
    };
  }

  private static BuildFiles ofDirectory(
      ContextSource.Local context, String name, byte[] dockerfile, ContextOpener opener)
      throws IOException {
    IgnoreFile ignore = ContextOpener.ignore(context.directory().resolve(ContextOpener.IGNORE));
    return new BuildFiles(opener.main(context, ignore), name, dockerfile, ignore);
  }

  /** An ignore file beside the Dockerfile, with its name, goes before that of the context. */
  private static BuildFiles ofDirectory(
      ContextSource.Local context, Path dockerfile, String name, ContextOpener opener)
      throws BuildException, IOException {
    byte[] content = content(dockerfile, name);
    Path own = dockerfile.resolveSibling(dockerfile.getFileName() + ContextOpener.IGNORE);
    IgnoreFile ignore =
        ContextOpener.ignore(
            Files.exists(own) ? own : context.directory().resolve(ContextOpener.IGNORE));
    return new BuildFiles(opener.main(context, ignore), name, content, ignore);
  }

  private static BuildFiles ofOther(
      ContextSource source, DockerfileSource dockerfile, ContextOpener opener)
      throws BuildException, IOException {
    BuildContext context = opener.main(source, IgnoreFile.EMPTY);
    try {
      return switch (dockerfile) {
        case DockerfileSource.InContext inContext -> {
          for (String name : source instanceof ContextSource.Http ? OF_WEB : USUAL) {
            Optional<byte[]> content = content(context, name);
            if (content.isPresent()) {
              yield new BuildFiles(context, name, content.get(), IgnoreFile.EMPTY);
            }
          }
          throw noDockerfile(context.description());
        }
        case DockerfileSource.Named named ->
            new BuildFiles(
                context,
                named.path(),
                content(context, named.path())
                    .orElseThrow(
                        () ->
                            wrong(
                                "there is no Dockerfile "
                                    + named.path()
                                    + " in "
                                    + context.description(),
                                null)),
                IgnoreFile.EMPTY);
        case DockerfileSource.File file ->
            new BuildFiles(
                context, file.name(), content(file.path(), file.name()), IgnoreFile.EMPTY);
        case DockerfileSource.Inline inline ->
            new BuildFiles(context, "Dockerfile", bytes(inline), IgnoreFile.EMPTY);
        case DockerfileSource.Http http ->
            new BuildFiles(
                context, "Dockerfile", opener.remote().content(http.address()), IgnoreFile.EMPTY);
      };
    } catch (BuildException | IOException e) {
      context.close();
      throw e;
    }
  }

  private static Optional<byte[]> content(BuildContext context, String name) throws IOException {
    String path = SourcePaths.resolve(context, name);
    if (!(context.find(path).orElse(null) instanceof SourceEntry.RegularFile)) {
      return Optional.empty();
    }
    try (InputStream in = context.open(path)) {
      return Optional.of(in.readAllBytes());
    }
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

  private static byte[] bytes(DockerfileSource.Inline inline) {
    return inline.text().getBytes(StandardCharsets.UTF_8);
  }

  private static BuildException noDockerfile(String where) {
    return wrong(
        "there is no Dockerfile in " + where + "; make one, or name another file with -f", null);
  }

  private static BuildException wrong(String message, @Nullable Throwable cause) {
    return new BuildException(Kind.USER, null, message, cause);
  }

  public BuildContext context() {
    return context;
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

  @Override
  public void close() throws IOException {
    context.close();
  }
}
