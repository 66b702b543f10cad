package dev.jbuild.cache.action;

import dev.jbuild.cache.disk.StoreDirectory;
import dev.jbuild.oci.Digest;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The logs of the last two builds of each thing that is built, in {@code builds/<id>.json} and
 * {@code builds/<id>.previous.json}. Logs only explain: one that is lost or damaged changes no
 * build. Builds of the same thing at the same time leave the log of one of them.
 */
public final class BuildLogFiles {
  private static final String SUFFIX = ".json";
  private static final String PREVIOUS = ".previous" + SUFFIX;
  private static final int MOST = 256;

  private final StoreDirectory directory;
  private final Path builds;

  public BuildLogFiles(StoreDirectory directory) {
    this.directory = directory;
    this.builds = directory.resolve("builds");
  }

  /** Keeps a log as the last one; the one that was the last becomes the previous one. */
  public void put(Digest id, byte[] log) throws IOException {
    Path last = builds.resolve(id.hex() + SUFFIX);
    try {
      Files.move(last, previousFile(id), StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      keepOnly(MOST - 1); // the first of its kind: only then can there be one too many
    }
    directory.temporary().replace(last, log, false);
  }

  /** Gives a thing that was never built the log of another one as its previous log. */
  public void putPrevious(Digest id, byte[] log) throws IOException {
    directory.temporary().replace(previousFile(id), log, false);
  }

  public Optional<byte[]> last(Digest id) throws IOException {
    return read(builds.resolve(id.hex() + SUFFIX));
  }

  public Optional<byte[]> previous(Digest id) throws IOException {
    return read(previousFile(id));
  }

  private Path previousFile(Digest id) {
    return builds.resolve(id.hex() + PREVIOUS);
  }

  private static Optional<byte[]> read(Path file) throws IOException {
    try {
      return Optional.of(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** What has a last log, the youngest first. */
  public List<Digest> ids() throws IOException {
    record Entry(Digest id, FileTime time) {}
    List<Entry> entries = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(builds, "*" + SUFFIX)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (!name.endsWith(PREVIOUS)) {
          Digest id = new Digest("sha256", name.substring(0, name.length() - SUFFIX.length()));
          entries.add(new Entry(id, Files.getLastModifiedTime(file)));
        }
      }
    } catch (NoSuchFileException e) {
      return List.of();
    }
    entries.sort(Comparator.comparing(Entry::time).reversed());
    return entries.stream().map(Entry::id).toList();
  }

  /** Removes the logs of all but the youngest {@code count} things. */
  public void keepOnly(int count) throws IOException {
    for (Digest id : ids().stream().skip(count).toList()) {
      Files.deleteIfExists(previousFile(id));
      Files.deleteIfExists(builds.resolve(id.hex() + SUFFIX));
    }
  }
}
