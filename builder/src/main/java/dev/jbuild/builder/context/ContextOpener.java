package dev.jbuild.builder.context;

import dev.jbuild.builder.ContextSource;
import dev.jbuild.cache.Store;
import dev.jbuild.cache.index.FileIndexes;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.parser.ignore.IgnoreFile;
import dev.jbuild.parser.ignore.IgnoreFileException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Opens contexts. Safe for threads. */
public final class ContextOpener {
  static final String IGNORE = ".dockerignore";

  private final TemporaryDirectories temporary;
  private final @Nullable FileIndexes indexes;
  private final @Nullable RemoteContexts remote;

  /** Makes an empty directory, which whoever asked for it removes. */
  @FunctionalInterface
  public interface TemporaryDirectories {
    Path create(String prefix) throws IOException;
  }

  private ContextOpener(
      TemporaryDirectories temporary,
      @Nullable FileIndexes indexes,
      @Nullable RemoteContexts remote) {
    this.temporary = temporary;
    this.indexes = indexes;
    this.remote = remote;
  }

  /** Opens all contexts. */
  public static ContextOpener of(Store store, RemoteContexts remote) {
    return new ContextOpener(store::newTemporaryDirectory, store.indexes(), remote);
  }

  /** Opens contexts of this machine, without a store. */
  public static ContextOpener ofThisMachine(TemporaryDirectories temporary) {
    return new ContextOpener(temporary, null, null);
  }

  /** The context of a build; of a directory without what {@code ignore} leaves out. */
  BuildContext main(ContextSource source, IgnoreFile ignore) throws IOException {
    return open(source, "the build context", ignore, true);
  }

  /** A named context; of a directory without what its own ignore file leaves out. */
  BuildContext named(ImageReference name, ContextSource source) throws IOException {
    String description = "the build context " + name.familiar().replaceFirst(":latest$", "");
    IgnoreFile ignore =
        source instanceof ContextSource.Local local
            ? ignore(local.directory().resolve(IGNORE))
            : IgnoreFile.EMPTY;
    return open(source, description, ignore, false);
  }

  private BuildContext open(
      ContextSource source, String description, IgnoreFile ignore, boolean main)
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
        yield new LocalContext(
            description + " (" + directory + ")",
            directory,
            ignore,
            indexes == null ? KnownContents.NONE : KnownContents.of(directory, indexes));
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
      case ContextSource.Http http ->
          remote().download(http.address(), description + " (" + http.address() + ")", main);
      case ContextSource.Git git ->
          remote().checkOut(git.address(), description + " (" + git.address() + ")");
      case ContextSource.Image image -> throw onlyNamed(description);
      case ContextSource.OciLayout layout -> throw onlyNamed(description);
    };
  }

  RemoteContexts remote() throws ContextException {
    if (remote == null) {
      throw new ContextException("what is not on this machine is not fetched here");
    }
    return remote;
  }

  private static ContextException onlyNamed(String description) {
    return new ContextException(
        description + " cannot be an image; name it: --build-context NAME=docker-image://...");
  }

  private BuildContext archive(InputStream in, String description) throws IOException {
    return ArchiveContext.read(in, description, temporary.create("context"));
  }

  /** The first line that is wrong by itself, and what it says. */
  private static String place(Path file) throws IOException {
    int number = 0;
    for (String line : Files.readString(file, StandardCharsets.ISO_8859_1).lines().toList()) {
      number++;
      try {
        IgnoreFile.parse(line.getBytes(StandardCharsets.ISO_8859_1));
      } catch (IgnoreFileException e) {
        return ":" + number + ": \"" + line + "\"";
      }
    }
    return "";
  }

  /** Reads an ignore file, which need not be there. */
  static IgnoreFile ignore(Path file) throws IOException {
    try {
      return IgnoreFile.parse(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      return IgnoreFile.EMPTY;
    } catch (IgnoreFileException e) {
      throw new ContextException(file.getFileName() + place(file) + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new ContextException("the ignore file " + file + " cannot be read: " + e, e);
    }
  }
}
