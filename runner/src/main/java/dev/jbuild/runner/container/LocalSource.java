package dev.jbuild.runner.container;

import dev.jbuild.oci.layer.Attributes;
import dev.jbuild.oci.layer.LayerEntry;
import dev.jbuild.oci.layer.LayerSink;
import dev.jbuild.oci.layer.LayerSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Files of this machine on their way into a container.
 *
 * @param name with which the entries begin; empty for what is in a directory alone
 */
record LocalSource(Path top, String name, Copying copying, Consumer<String> log)
    implements LayerSource {
  private static final int PERMISSIONS = 07777;
  private static final int KIND = 0170000;
  private static final int DIRECTORY = 0040000;
  private static final int FILE = 0100000;
  private static final int LINK = 0120000;

  @Override
  public void writeTo(LayerSink sink) throws IOException {
    add(copying.follow() ? top.toRealPath() : top, name, sink);
  }

  private void add(Path file, String path, LayerSink sink) throws IOException {
    Map<String, Object> stat =
        Files.readAttributes(file, "unix:mode,uid,gid", LinkOption.NOFOLLOW_LINKS);
    BasicFileAttributes basic =
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    int mode = number(stat, "mode");
    long uid = copying.keepOwners() ? number(stat, "uid") : 0;
    long gid = copying.keepOwners() ? number(stat, "gid") : 0;
    Attributes attributes =
        Attributes.of(mode & PERMISSIONS, uid, gid, basic.lastModifiedTime().toInstant());
    switch (mode & KIND) {
      case DIRECTORY -> addDirectory(file, path, attributes, sink);
      case FILE -> {
        try (InputStream content = Files.newInputStream(file)) {
          sink.add(new LayerEntry.RegularFile(path, attributes, basic.size()), content);
        }
      }
      case LINK ->
          sink.add(
              new LayerEntry.Symlink(path, attributes, Files.readSymbolicLink(file).toString()),
              InputStream.nullInputStream());
      default -> log.accept(file + ": only files, directories and links are copied");
    }
  }

  private static int number(Map<String, Object> stat, String name) {
    return stat.get(name) instanceof Integer number ? number : 0;
  }

  /** A directory whose content alone is wanted leaves the container's own as it is. */
  private void addDirectory(Path file, String path, Attributes attributes, LayerSink sink)
      throws IOException {
    if (!path.isEmpty()) {
      sink.add(new LayerEntry.Directory(path, attributes), InputStream.nullInputStream());
    }
    try (DirectoryStream<Path> children = Files.newDirectoryStream(file)) {
      for (Path child : children) {
        String childName = child.getFileName().toString();
        add(child, path.isEmpty() ? childName : path + "/" + childName, sink);
      }
    }
  }
}
