package dev.jbuild.builder.oracle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Keeps a directory as a project's context says, touching only what changed. */
final class ContextDirectory {
  private final Path root;
  private final Map<String, Node> written = new TreeMap<>();

  ContextDirectory(Path root) throws IOException {
    this.root = Files.createDirectories(root);
  }

  Path root() {
    return root;
  }

  /**
   * Makes the directory hold these files.
   *
   * @param keepTimes whether changed files keep their inode and their time
   */
  void write(Map<String, Node> files, boolean keepTimes) throws IOException {
    for (String path : new TreeMap<>(written).descendingKeySet()) {
      if (!files.containsKey(path)) {
        Files.delete(root.resolve(path));
        written.remove(path);
      }
    }
    for (Map.Entry<String, Node> file : new TreeMap<>(files).entrySet()) {
      Node before = written.put(file.getKey(), file.getValue());
      if (!file.getValue().equals(before)) {
        write(root.resolve(file.getKey()), file.getValue(), before, keepTimes);
      }
    }
  }

  private static void write(Path path, Node node, @Nullable Node before, boolean keepTimes)
      throws IOException {
    if (node.isDirectory()) {
      Files.createDirectories(path);
    } else if (node.kind() == Node.Kind.LINK) {
      Files.deleteIfExists(path);
      Files.createSymbolicLink(path, Path.of(node.data()));
      return;
    } else if (before == null || !node.withMode(0).equals(before.withMode(0))) {
      content(path, node, keepTimes && before != null);
    }
    Files.setAttribute(path, "unix:mode", node.mode());
  }

  private static void content(Path path, Node node, boolean keepTimes) throws IOException {
    byte[] bytes = node.data().getBytes(StandardCharsets.ISO_8859_1);
    if (keepTimes && Files.isRegularFile(path)) {
      FileTime time = Files.getLastModifiedTime(path);
      Files.setAttribute(path, "unix:mode", 0600);
      Files.write(path, bytes);
      Files.setLastModifiedTime(path, time);
    } else {
      Files.deleteIfExists(path);
      Files.write(path, bytes);
    }
  }

  /** Gives every file another time. */
  void touch(long seconds) throws IOException {
    for (Map.Entry<String, Node> file : written.entrySet()) {
      if (file.getValue().kind() != Node.Kind.LINK) {
        Files.setLastModifiedTime(
            root.resolve(file.getKey()), FileTime.fromMillis((1_600_000_000L + seconds) * 1000));
      }
    }
  }
}
