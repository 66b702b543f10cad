package dev.jbuild.cache.testing;

import dev.jbuild.oci.layer.Attributes;
import dev.jbuild.oci.layer.LayerDisk;
import dev.jbuild.oci.layer.LayerEntry;
import dev.jbuild.oci.layer.LayerSink;
import dev.jbuild.oci.layer.LayerSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A disk of plain directories, with real files of the user who runs the tests. Of the attributes it
 * keeps mode and time; whiteouts are real (0:0 devices need no privilege).
 */
public final class PlainDisk implements LayerDisk {
  private static final String OPAQUE = "overlay.opaque";

  /** How often a directory was filled. */
  public int unpacked;

  @Override
  public void unpack(Path directory, LayerSource source) throws IOException {
    unpacked++;
    Files.createDirectory(directory);
    Map<Path, Attributes> directories = new HashMap<>();
    source.writeTo((entry, content) -> unpack(directory, entry, content, directories));
    for (Map.Entry<Path, Attributes> done : directories.entrySet()) {
      apply(done.getKey(), done.getValue());
    }
  }

  private static void unpack(
      Path root, LayerEntry entry, InputStream content, Map<Path, Attributes> directories)
      throws IOException {
    Path path = root.resolve(entry.path());
    boolean keeps = entry instanceof LayerEntry.Directory || entry instanceof LayerEntry.Opaque;
    if (!keeps) {
      Files.createDirectories(path.getParent());
      removeTree(path);
    }
    switch (entry) {
      case LayerEntry.Directory directory -> {
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
          removeTree(path);
        }
        Files.createDirectories(path);
        directories.put(path, directory.attributes());
      }
      case LayerEntry.RegularFile file -> {
        Files.copy(content, path);
        apply(path, file.attributes());
      }
      case LayerEntry.Symlink link -> Files.createSymbolicLink(path, Path.of(link.target()));
      case LayerEntry.HardLink link -> Files.createLink(path, root.resolve(link.target()));
      case LayerEntry.Fifo fifo -> program("mkfifo", path.toString());
      case LayerEntry.Device device -> throw new IOException("no devices here: " + device.path());
      case LayerEntry.Whiteout whiteout -> program("mknod", path.toString(), "c", "0", "0");
      case LayerEntry.Opaque opaque -> {
        Files.createDirectories(path);
        view(path).write(OPAQUE, ByteBuffer.wrap(new byte[] {'y'}));
      }
    }
  }

  private static UserDefinedFileAttributeView view(Path path) {
    return Files.getFileAttributeView(path, UserDefinedFileAttributeView.class);
  }

  private static void apply(Path path, Attributes attributes) throws IOException {
    Files.setAttribute(path, "unix:mode", attributes.mode());
    Files.setLastModifiedTime(path, FileTime.from(attributes.mtime()));
  }

  private static void program(String... command) throws IOException {
    try {
      Programs.run(Path.of("/"), command);
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  @Override
  public void diff(Path upper, LayerSink sink) throws IOException {
    walk(upper, upper, sink, new HashMap<>());
  }

  private static void walk(Path root, Path at, LayerSink sink, Map<Object, String> inodes)
      throws IOException {
    List<Path> children = new ArrayList<>();
    try (Stream<Path> list = Files.list(at)) {
      list.forEach(children::add);
    }
    children.sort(
        Comparator.comparing(p -> root.relativize(p).toString(), LayerEntry::comparePaths));
    for (Path child : children) {
      String path = root.relativize(child).toString();
      int mode = (int) fact(child, "unix:mode");
      Attributes attributes =
          Attributes.of(
              mode & 07777, 0, 0, ((FileTime) fact(child, "lastModifiedTime")).toInstant());
      InputStream none = InputStream.nullInputStream();
      switch (mode & 0170000) {
        case 0040000 -> {
          sink.add(new LayerEntry.Directory(path, attributes), none);
          if (view(child).list().contains(OPAQUE)) {
            sink.add(new LayerEntry.Opaque(path), none);
          }
          walk(root, child, sink, inodes);
        }
        case 0100000 -> {
          String first = inodes.putIfAbsent(fact(child, "unix:ino"), path);
          if (first != null) {
            sink.add(new LayerEntry.HardLink(path, first), none);
          } else {
            byte[] content = Files.readAllBytes(child);
            sink.add(
                new LayerEntry.RegularFile(path, attributes, content.length),
                new ByteArrayInputStream(content));
          }
        }
        case 0120000 -> {
          String target = Files.readSymbolicLink(child).toString();
          // Java cannot set the time of a link.
          sink.add(new LayerEntry.Symlink(path, attributes.withMtime(Entries.TIME), target), none);
        }
        case 0010000 -> sink.add(new LayerEntry.Fifo(path, attributes), none);
        case 0020000 -> sink.add(new LayerEntry.Whiteout(path), none);
        default -> throw new IOException("unknown kind of file: " + child);
      }
    }
  }

  private static Object fact(Path file, String name) throws IOException {
    return Objects.requireNonNull(Files.getAttribute(file, name, LinkOption.NOFOLLOW_LINKS));
  }

  @Override
  public void read(List<Path> lowers, String path, LayerSink sink) throws IOException {
    if (lowers.size() != 1) {
      throw new IOException("this disk has no overlays");
    }
    walk(lowers.getFirst(), lowers.getFirst().resolve(path), sink, new HashMap<>());
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    if (Files.exists(to)) {
      throw new FileAlreadyExistsException(to.toString());
    }
    Files.move(from, to);
  }

  @Override
  public void remove(Path directory) throws IOException {
    removeTree(directory);
  }

  private static void removeTree(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> all = Files.walk(path)) {
      all.sorted(Comparator.reverseOrder())
          .forEach(
              file -> {
                try {
                  Files.delete(file);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }

  @Override
  public void makeDirectory(Path directory) throws IOException {
    Files.createDirectory(directory);
  }

  @Override
  public void clampTimes(Path directory, Instant latest) throws IOException {
    FileTime time = FileTime.from(latest);
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.toList()) {
        BasicFileAttributeView view =
            Files.getFileAttributeView(
                file, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (view.readAttributes().lastModifiedTime().compareTo(time) > 0) {
          view.setTimes(time, null, null);
        }
      }
    }
  }
}
