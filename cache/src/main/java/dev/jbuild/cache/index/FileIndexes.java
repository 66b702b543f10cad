package dev.jbuild.cache.index;

import dev.jbuild.cache.disk.StoreDirectory;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.layer.FileName;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The indexes of directories, in files {@code indexes/<digest of the path>}, the used ones. */
public final class FileIndexes {
  private static final int MAX_INDEXES = 100;

  private final StoreDirectory directory;
  private final Path indexes;

  public FileIndexes(StoreDirectory directory) {
    this.directory = directory;
    this.indexes = directory.resolve("indexes");
  }

  /**
   * The index of the files of a directory; empty if there is none, or a damaged one.
   *
   * @param path the real path of the directory
   */
  public FileIndex open(Path path) throws IOException {
    String name = Digest.sha256(FileName.encode(path.toString())).hex();
    int today = (int) LocalDate.now(ZoneOffset.UTC).toEpochDay();
    return new FileIndex(this, name, read(name), today);
  }

  private Map<String, FileIndex.Entry> read(String name) throws IOException {
    try {
      return IndexFile.parse(Files.readAllBytes(indexes.resolve(name)));
    } catch (NoSuchFileException e) {
      return new HashMap<>();
    } catch (IllegalArgumentException e) {
      directory.warn("index " + name + " is damaged and made again: " + e.getMessage());
      return new HashMap<>();
    }
  }

  void keep(String name, Map<String, FileIndex.Entry> entries) {
    try {
      directory.temporary().replace(indexes.resolve(name), IndexFile.of(entries), false);
      prune();
    } catch (IOException e) {
      directory.warn("the index of the build context cannot be kept: " + e);
    }
  }

  /** Removes the indexes that were not written for longest. */
  private void prune() throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(indexes)) {
      all.forEach(files::add);
    }
    if (files.size() > MAX_INDEXES) {
      files.sort(Comparator.comparing(FileIndexes::written));
      for (Path file : files.subList(0, files.size() - MAX_INDEXES)) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static FileTime written(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return FileTime.fromMillis(0); // gone already
    }
  }
}
