package dev.jbuild.builder.export;

import dev.jbuild.builder.context.RawNames;
import dev.jbuild.oci.layer.Attributes;
import dev.jbuild.oci.layer.LayerEntry;
import dev.jbuild.oci.layer.LayerSink;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes the files of an image into a directory, as BuildKit's local exporter does: they belong to
 * the caller, with the modes and times of the image. Files that are there already are replaced one
 * by one, and what the image does not have stays. Nothing is written through a symbolic link: one
 * in the place of a directory is replaced.
 */
final class FilesDirectory implements LayerSink {
  private final Path root;
  private final @Nullable Instant time;
  private final Set<String> written;
  private final Set<Path> directories = new HashSet<>();
  private final Map<Path, Attributes> modes = new HashMap<>();
  private final List<String> leftOut = new ArrayList<>();
  private int files;

  /**
   * @param root is made if it is not there; may be reached through symbolic links
   * @param time instead of the files' own, if there is one
   * @param taken paths of other platforms that must not be written again, and gets those of this
   */
  FilesDirectory(Path root, @Nullable Instant time, Set<String> taken) throws IOException {
    this.root = Files.createDirectories(realParents(root)).toRealPath();
    this.time = time;
    this.written = taken;
    directories.add(this.root);
  }

  /** {@code createDirectories} takes a link to a directory for a file that is in the way. */
  private static Path realParents(Path directory) throws IOException {
    return Files.isDirectory(directory) ? directory.toRealPath() : directory;
  }

  int files() {
    return files;
  }

  /** Devices and the like, which only a privileged process can make. */
  List<String> leftOut() {
    return leftOut;
  }

  @Override
  public void add(LayerEntry entry, InputStream content) throws IOException {
    if (entry.path().isEmpty()) {
      return;
    }
    if (entry instanceof LayerEntry.Directory directory) {
      modes.put(directory(entry.path()), directory.attributes());
      return;
    }
    if (!written.add(entry.path())) {
      throw new IOException(
          "several platforms have a file "
              + entry.path()
              + "; drop platform-split=false, so that each gets a directory of its own");
    }
    Path path = place(entry.path());
    switch (entry) {
      case LayerEntry.RegularFile file -> write(file, path, content);
      case LayerEntry.Symlink link -> link(link, path);
      case LayerEntry.HardLink link -> {
        files++;
        replace(path, at -> Files.createLink(at, at(link.target())));
      }
      case LayerEntry.Device device -> leftOut.add(device.path());
      case LayerEntry.Fifo fifo -> leftOut.add(fifo.path());
      case LayerEntry.Directory directory -> throw new AssertionError(directory);
      case LayerEntry.Whiteout whiteout -> throw new IllegalArgumentException("" + whiteout);
      case LayerEntry.Opaque opaque -> throw new IllegalArgumentException("" + opaque);
    }
  }

  private Path at(String path) {
    return RawNames.resolve(root, path);
  }

  private Path place(String path) throws IOException {
    int slash = path.lastIndexOf('/');
    if (slash > 0) {
      directory(path.substring(0, slash));
    }
    Path place = at(path);
    if (Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(
          place
              + " is a directory, where the image has a file; remove it, or choose another place");
    }
    return place;
  }

  /** Makes a directory and those above; they can be written to until the end. */
  private Path directory(String path) throws IOException {
    Path directory = root;
    for (String name : path.split("/", -1)) {
      directory = RawNames.resolve(directory, name);
      if (directories.add(directory)) {
        make(directory);
      }
    }
    return directory;
  }

  private static void make(Path directory) throws IOException {
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      Files.deleteIfExists(directory);
      Files.createDirectory(directory);
    }
    if (!Files.isWritable(directory)) {
      Files.setAttribute(directory, "unix:mode", 0700);
    }
  }

  private void write(LayerEntry.RegularFile file, Path path, InputStream content)
      throws IOException {
    files++;
    replace(
        path,
        at -> {
          try (OutputStream out = Files.newOutputStream(at, StandardOpenOption.CREATE_NEW)) {
            content.transferTo(out);
          }
          finish(at, file.attributes());
        });
  }

  private void link(LayerEntry.Symlink link, Path path) throws IOException {
    replace(
        path,
        at -> {
          Files.createSymbolicLink(at, RawNames.target(link.target()));
          date(at, link.attributes());
        });
  }

  /** Makes a file beside its place. */
  @FunctionalInterface
  private interface Making {
    void at(Path path) throws IOException;
  }

  private static void replace(Path path, Making making) throws IOException {
    Path made = path.resolveSibling(".jbuild-" + UUID.randomUUID());
    try {
      making.at(made);
      Files.move(made, path, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      throw new FileSystemException(path.toString(), null, "it was removed meanwhile");
    } finally {
      Files.deleteIfExists(made);
    }
  }

  private void finish(Path path, Attributes attributes) throws IOException {
    date(path, attributes); // before the mode, which may forbid it
    Files.setAttribute(path, "unix:mode", attributes.mode());
  }

  private void date(Path path, Attributes attributes) throws IOException {
    FileTime changed = FileTime.from(time == null ? attributes.mtime() : time);
    Files.getFileAttributeView(path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .setTimes(changed, null, null);
  }

  /** Gives directories their modes and times, those in them first. */
  void finish() throws IOException {
    List<Map.Entry<Path, Attributes>> deepestFirst = new ArrayList<>(modes.entrySet());
    deepestFirst.sort(Map.Entry.comparingByKey((one, other) -> other.compareTo(one)));
    for (Map.Entry<Path, Attributes> directory : deepestFirst) {
      finish(directory.getKey(), directory.getValue());
    }
  }
}
