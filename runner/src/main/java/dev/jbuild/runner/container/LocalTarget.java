package dev.jbuild.runner.container;

import dev.jbuild.oci.layer.Attributes;
import dev.jbuild.oci.layer.LayerEntry;
import dev.jbuild.oci.layer.LayerSink;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** Files of a container become files of this machine, where {@code docker cp} puts them. */
final class LocalTarget implements LayerSink {
  private final String prefix;
  private final Copying copying;
  private final Path asked;
  private final String name;
  private final boolean content;
  private final Consumer<String> log;
  private final Deque<Runnable> last = new ArrayDeque<>();
  private Path top;

  /**
   * @param prefix path of the source, with which the entries begin
   * @param asked where they go
   * @param name of the source in a directory that is there
   * @param content whether only what is in the source goes there
   */
  LocalTarget(
      String prefix,
      Copying copying,
      Path asked,
      String name,
      boolean content,
      Consumer<String> log) {
    this.prefix = prefix;
    this.copying = copying;
    this.asked = asked;
    this.name = name;
    this.content = content;
    this.log = log;
    this.top = asked;
  }

  @Override
  public void add(LayerEntry entry, InputStream bytes) throws IOException {
    if (entry.path().equals(prefix)) {
      top = choose(entry instanceof LayerEntry.Directory);
    }
    Path place = place(entry.path());
    switch (entry) {
      case LayerEntry.Directory directory -> makeDirectory(place, directory.attributes());
      case LayerEntry.RegularFile file -> {
        clear(place);
        try (OutputStream out = Files.newOutputStream(place)) {
          bytes.transferTo(out);
        }
        finish(place, file.attributes());
      }
      case LayerEntry.Symlink link -> {
        clear(place);
        Files.createSymbolicLink(place, Path.of(link.target()));
      }
      case LayerEntry.HardLink link -> {
        clear(place);
        Files.createLink(place, place(link.target()));
      }
      case LayerEntry.Device device -> log.accept(place + ": devices are not copied");
      case LayerEntry.Fifo fifo -> log.accept(place + ": named pipes are not copied");
      case LayerEntry.Whiteout whiteout -> throw new IOException("a deletion among files");
      case LayerEntry.Opaque opaque -> throw new IOException("a deletion among files");
    }
  }

  private Path choose(boolean directory) throws IOException {
    boolean slash = copying.endsLikeDirectory();
    if (Files.isDirectory(asked)) {
      return directory && content ? asked : asked.resolve(name);
    }
    if (Files.exists(asked) ? directory || slash : slash && !directory) {
      throw new NotDirectoryException(asked.toString());
    }
    Path parent = asked.toAbsolutePath().getParent();
    if (parent != null && !Files.isDirectory(parent)) {
      throw new NoSuchFileException(parent.toString());
    }
    return asked;
  }

  private Path place(String path) {
    if (path.equals(prefix)) {
      return top;
    }
    String rest = prefix.isEmpty() ? path : path.substring(prefix.length() + 1);
    return top.resolve(rest);
  }

  /** What is there goes, but for directories, in whose place a file is an error. */
  private static void clear(Path place) throws IOException {
    if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
      Files.deleteIfExists(place);
    }
  }

  private void makeDirectory(Path place, Attributes attributes) throws IOException {
    boolean isTop = place.equals(top);
    boolean there =
        isTop ? Files.isDirectory(place) : Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS);
    if (!there) {
      clear(place);
      Files.createDirectory(place);
    }
    if (!there || !isTop) {
      last.push(
          () -> {
            try {
              finish(place, attributes);
            } catch (IOException e) {
              throw new java.io.UncheckedIOException(e);
            }
          });
    }
  }

  /** The attributes of directories, innermost first, when nothing is written to them any more. */
  void close() throws IOException {
    try {
      last.forEach(Runnable::run);
    } catch (java.io.UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void finish(Path place, Attributes attributes) throws IOException {
    if (copying.keepOwners()) {
      Files.setAttribute(place, "unix:uid", (int) attributes.uid());
      Files.setAttribute(place, "unix:gid", (int) attributes.gid());
    }
    Files.setAttribute(place, "unix:mode", attributes.mode());
    Files.setLastModifiedTime(place, FileTime.from(attributes.mtime()));
  }
}
