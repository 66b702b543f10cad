package dev.jbuild.builder.context;

import dev.jbuild.cache.index.FileStamp;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.layer.KnownInput;
import dev.jbuild.oci.layer.LayerEntry;
import dev.jbuild.parser.ignore.IgnoreFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A directory of this machine as a build context: what the ignore file leaves out is not there, and
 * everything belongs to 0:0. What was looked at once is remembered, so that all steps of a build
 * see the same files; content that is another when it is copied than when it was hashed is an
 * error.
 */
public final class LocalContext implements BuildContext {
  private static final int BUFFER = 128 * 1024;
  private static final Comparator<String> BY_BYTES = LayerEntry::comparePaths;

  private final String description;
  private final Path root;
  private final IgnoreFile ignore;
  private final KnownContents known;
  private final Map<String, Looked> looked = new ConcurrentHashMap<>();
  private final Map<String, List<String>> names = new ConcurrentHashMap<>();
  private final Map<String, IgnoreFile.Verdict> verdicts = new ConcurrentHashMap<>();

  /** What was seen at a path; a context may have so many that each costs one object only. */
  private static final class Looked {
    static final Looked NOTHING = new Looked(null, null);

    final @Nullable SourceEntry entry;
    final @Nullable FileStamp stamp;

    /** Of a regular file, once it is known. */
    volatile @Nullable Digest content;

    Looked(@Nullable SourceEntry entry, @Nullable FileStamp stamp) {
      this.entry = entry;
      this.stamp = stamp;
    }
  }

  /**
   * @param description what messages call it
   * @param known what earlier builds know of its files
   */
  LocalContext(String description, Path root, IgnoreFile ignore, KnownContents known) {
    this.description = description;
    this.root = root;
    this.ignore = ignore;
    this.known = known;
  }

  @Override
  public Optional<Instant> newest() {
    return Optional.empty();
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public Optional<SourceEntry> find(String path) throws IOException {
    return Optional.ofNullable(looked(path).entry);
  }

  private Looked looked(String path) throws IOException {
    Looked found = looked.get(path);
    if (found == null) {
      Looked fresh = look(path);
      Looked other = looked.putIfAbsent(path, fresh);
      found = other == null ? fresh : other;
    }
    return found;
  }

  private Looked look(String path) throws IOException {
    if (path.isEmpty()) {
      return new Looked(UnixFiles.look(root).entry(), null);
    }
    int slash = path.lastIndexOf('/');
    if (slash > 0
        && !(find(path.substring(0, slash)).orElse(null) instanceof SourceEntry.Directory)) {
      return Looked.NOTHING;
    }
    try {
      UnixFiles.Seen seen = UnixFiles.look(RawNames.resolve(root, path));
      if (!isVisible(path, seen.entry())) {
        return Looked.NOTHING;
      }
      return new Looked(seen.entry(), seen.stamp());
    } catch (NoSuchFileException e) {
      return Looked.NOTHING;
    } catch (AccessDeniedException e) {
      throw unreadable(path, e);
    }
  }

  @Override
  public Optional<String> leavingOut(String path) throws IOException {
    return Files.exists(RawNames.resolve(root, path), LinkOption.NOFOLLOW_LINKS)
        ? ignore.excluding(path)
        : Optional.empty();
  }

  /** A directory that is left out is there when something in it is not. */
  private boolean isVisible(String path, SourceEntry entry) throws IOException {
    if (!isExcluded(path)) {
      return true;
    }
    return entry instanceof SourceEntry.Directory
        && ignore.mayIncludeBelow(path)
        && hasVisible(path);
  }

  private boolean isExcluded(String path) {
    return ignore != IgnoreFile.EMPTY && verdict(path).excluded();
  }

  private IgnoreFile.Verdict verdict(String path) {
    IgnoreFile.Verdict given = verdicts.get(path);
    if (given == null) {
      int slash = path.lastIndexOf('/');
      given = ignore.verdict(slash < 0 ? null : verdict(path.substring(0, slash)), path);
      verdicts.put(path, given);
    }
    return given;
  }

  private boolean hasVisible(String directory) throws IOException {
    for (String name : list(directory)) {
      String path = SourcePaths.child(directory, name);
      if (!isExcluded(path)
          || isVisible(path, UnixFiles.look(RawNames.resolve(root, path)).entry())) {
        return true;
      }
    }
    return false;
  }

  @Override
  public List<String> names(String directory) throws IOException {
    List<String> found = names.get(directory);
    if (found == null) {
      List<String> visible = new ArrayList<>();
      for (String name : list(directory)) {
        if (find(SourcePaths.child(directory, name)).isPresent()) {
          visible.add(name);
        }
      }
      visible.sort(BY_BYTES);
      found = List.copyOf(visible);
      names.put(directory, found);
    }
    return found;
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
    if (find(path).orElse(null) instanceof SourceEntry.Directory) {
      new ContextScan(this).run(path);
    }
    return new Identities(this, this::content).of(path);
  }

  /** The SHA-256 of a regular file. */
  Digest content(String path) throws IOException {
    Looked file = looked(path);
    Digest content = file.content;
    if (content == null) {
      Optional<Digest> unchanged = known.find(path, file.stamp);
      content = unchanged.isPresent() ? unchanged.get() : hash(path, file.stamp);
      if (file.stamp != null) {
        file.content = content;
      }
    }
    return content;
  }

  private Digest hash(String path, @Nullable FileStamp stamp) throws IOException {
    Instant begun = Instant.now();
    MessageDigest sha256 = Digest.newSha256();
    byte[] buffer = new byte[Math.clamp(stamp == null ? 0 : stamp.size() + 1, 1, BUFFER)];
    try (InputStream in = raw(path)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        sha256.update(buffer, 0, count);
      }
    }
    Digest content = Digest.ofSha256(sha256);
    known.put(path, stamp, content, begun);
    return content;
  }

  /**
   * {@inheritDoc}
   *
   * @throws ContextException while reading, when it is not what {@link #identity} was made of
   */
  @Override
  public InputStream open(String path) throws IOException {
    return new KnownInput(raw(path), content(path), () -> changed(path));
  }

  private ContextException changed(String path) {
    known.remove(path);
    return new ContextException(
        "/" + path + " of the build context changed while it was being copied; build again");
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
  public void close() {
    known.close();
  }
}
