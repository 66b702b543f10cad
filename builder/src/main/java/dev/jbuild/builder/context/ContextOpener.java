package dev.jbuild.builder.context;

import dev.jbuild.builder.ContextSource;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.parser.ignore.IgnoreFile;
import dev.jbuild.parser.ignore.IgnoreFileException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Opens contexts. Safe for threads. */
public final class ContextOpener {
  static final String IGNORE = ".dockerignore";

  private final TemporaryDirectories temporary;

  /** Makes an empty directory, which whoever asked for it removes. */
  @FunctionalInterface
  public interface TemporaryDirectories {
    Path create(String prefix) throws IOException;
  }

  public ContextOpener(TemporaryDirectories temporary) {
    this.temporary = temporary;
  }

  /** The context of a build; of a directory without what {@code ignore} leaves out. */
  BuildContext main(ContextSource source, IgnoreFile ignore) throws IOException {
    return open(source, "the build context", ignore);
  }

  /** A named context; of a directory without what its own ignore file leaves out. */
  BuildContext named(ImageReference name, ContextSource source) throws IOException {
    String description = "the build context " + name.familiar().replaceFirst(":latest$", "");
    IgnoreFile ignore =
        source instanceof ContextSource.Local local
            ? ignore(local.directory().resolve(IGNORE))
            : IgnoreFile.EMPTY;
    return open(source, description, ignore);
  }

  private BuildContext open(ContextSource source, String description, IgnoreFile ignore)
      throws IOException {
    return switch (source) {
      case ContextSource.Local local -> {
        Path directory = local.directory();
        if (!Files.isDirectory(directory)) {
          throw new ContextException(
              Files.exists(directory)
                  ? description + ": " + directory + " is not a directory"
                  : "there is no directory " + directory + " for " + description);
        }
        yield new LocalContext(description + " (" + directory + ")", directory, ignore);
      }
      case ContextSource.Empty empty -> new EmptyContext(description + ", which is empty");
      case ContextSource.Archive archive -> {
        try (InputStream in = Files.newInputStream(archive.file())) {
          yield archive(in, description + " (" + archive.file() + ")");
        } catch (NoSuchFileException e) {
          throw new ContextException(
              "there is no file " + archive.file() + " for " + description, e);
        }
      }
      case ContextSource.Stream stream ->
          archive(stream.bytes(), description + " (" + stream.name() + ")");
      case ContextSource.Image image -> throw onlyNamed(description);
      case ContextSource.OciLayout layout -> throw onlyNamed(description);
    };
  }

  private static ContextException onlyNamed(String description) {
    return new ContextException(
        description + " cannot be an image; name it: --build-context NAME=docker-image://...");
  }

  private BuildContext archive(InputStream in, String description) throws IOException {
    return ArchiveContext.read(in, description, temporary.create("context"));
  }

  /** Reads an ignore file, which need not be there. */
  static IgnoreFile ignore(Path file) throws IOException {
    try {
      return IgnoreFile.parse(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      return IgnoreFile.EMPTY;
    } catch (IgnoreFileException e) {
      throw new ContextException(file.getFileName() + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new ContextException("the ignore file " + file + " cannot be read: " + e, e);
    }
  }
}
