package dev.jbuild.builder.context;

import dev.jbuild.oci.Digest;
import dev.jbuild.oci.layer.FileName;
import dev.jbuild.parser.ignore.IgnoreFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A directory of this machine as a build context: what the ignore file leaves out is not there, and
 * everything belongs to 0:0. What was looked at once is remembered, so that all steps of a build
 * see the same files; content that is another when it is copied than when it was hashed is an
 * error.
 */
public final class LocalContext implements BuildContext {
  private static final int BUFFER = 128 * 1024;

  private final String description;
  private final Path root;
  private final IgnoreFile ignore;
  private final Map<String, Optional<SourceEntry>> entries = new ConcurrentHashMap<>();
  private final Map<String, List<String>> names = new ConcurrentHashMap<>();
  private final Map<String, Digest> contents = new ConcurrentHashMap<>();

  public LocalContext(String description, Path root, IgnoreFile ignore) {
    this.description = description;
    this.root = root;
    this.ignore = ignore;
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public Optional<SourceEntry> find(String path) throws IOException {
    Optional<SourceEntry> known = entries.get(path);
    if (known == null) {
      known = look(path);
      entries.put(path, known);
    }
    return known;
  }

  private Optional<SourceEntry> look(String path) throws IOException {
    if (path.isEmpty()) {
      return Optional.of(UnixFiles.entry(root));
    }
    int slash = path.lastIndexOf('/');
    if (slash > 0
        && !(find(path.substring(0, slash)).orElse(null) instanceof SourceEntry.Directory)) {
      return Optional.empty();
    }
    try {
      SourceEntry entry = UnixFiles.entry(RawNames.resolve(root, path));
      return isVisible(path, entry) ? Optional.of(entry) : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (AccessDeniedException e) {
      throw unreadable(path, e);
    }
  }

  /** A directory that is left out is there when something in it is not. */
  private boolean isVisible(String path, SourceEntry entry) throws IOException {
    if (!ignore.excludes(path)) {
      return true;
    }
    return entry instanceof SourceEntry.Directory
        && ignore.mayIncludeBelow(path)
        && hasVisible(path);
  }

  private boolean hasVisible(String directory) throws IOException {
    for (String name : list(directory)) {
      String path = SourcePaths.child(directory, name);
      if (!ignore.excludes(path)
          || isVisible(path, UnixFiles.entry(RawNames.resolve(root, path)))) {
        return true;
      }
    }
    return false;
  }

  @Override
  public List<String> names(String directory) throws IOException {
    List<String> known = names.get(directory);
    if (known == null) {
      List<String> visible = new ArrayList<>();
      for (String name : list(directory)) {
        if (find(SourcePaths.child(directory, name)).isPresent()) {
          visible.add(name);
        }
      }
      visible.sort(Comparator.comparing(FileName::encode, Arrays::compareUnsigned));
      known = List.copyOf(visible);
      names.put(directory, known);
    }
    return known;
  }

  private List<String> list(String directory) throws IOException {
    List<String> all = new ArrayList<>();
    try (DirectoryStream<Path> stream =
        Files.newDirectoryStream(RawNames.resolve(root, directory))) {
      stream.forEach(path -> all.add(RawNames.name(path)));
    } catch (AccessDeniedException e) {
      throw unreadable(directory, e);
    }
    return all;
  }

  @Override
  public Digest identity(String path) throws IOException {
    return new Identities(this, this::content).of(path);
  }

  /** The SHA-256 of a regular file. */
  Digest content(String path) throws IOException {
    Digest known = contents.get(path);
    if (known == null) {
      MessageDigest sha256 = Digest.newSha256();
      byte[] buffer = new byte[BUFFER];
      try (InputStream in = raw(path)) {
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
          sha256.update(buffer, 0, count);
        }
      }
      known = Digest.ofSha256(sha256);
      contents.put(path, known);
    }
    return known;
  }

  /**
   * {@inheritDoc}
   *
   * @throws ContextException while reading, when it is not what {@link #identity} was made of
   */
  @Override
  public InputStream open(String path) throws IOException {
    return new UnchangedInput(raw(path), content(path), "/" + path);
  }

  /** A socket has no content, and is copied as an empty file as docker does. */
  private InputStream raw(String path) throws IOException {
    if (find(path).orElse(null) instanceof SourceEntry.RegularFile file && file.size() == 0) {
      return InputStream.nullInputStream();
    }
    try {
      return Files.newInputStream(RawNames.resolve(root, path));
    } catch (AccessDeniedException e) {
      throw unreadable(path, e);
    } catch (NoSuchFileException e) {
      throw new ContextException(
          "/" + path + " of the build context went away while it was being copied", e);
    }
  }

  private static ContextException unreadable(String path, AccessDeniedException cause) {
    return new ContextException(
        "/"
            + path
            + " of the build context cannot be read: permission denied; change its permissions or"
            + " leave it out in .dockerignore",
        cause);
  }

  @Override
  public void close() {}
}
