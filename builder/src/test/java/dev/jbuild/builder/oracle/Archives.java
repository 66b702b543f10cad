package dev.jbuild.builder.oracle;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.jspecify.annotations.Nullable;

/** Archives for ADD, made by a library that jbuild's own tar code has nothing to do with. */
final class Archives {
  private static final Map<String, FileSet> KNOWN = new ConcurrentHashMap<>();

  private Archives() {}

  /** What an archive's content holds; null for another content. */
  static @Nullable FileSet files(String data) {
    return KNOWN.get(data);
  }

  /**
   * An archive.
   *
   * @param content changes what is in it
   * @param pack changes its bytes only: times and compression
   */
  static Node make(int content, int pack) {
    FileSet files =
        new FileSet(
            Map.of(
                "pack",
                Node.directory(0710).withOwner(3, 4),
                "pack/one",
                Node.file(0640, "one " + content).withOwner(5, 6),
                "pack/link",
                Node.link("one"),
                "two",
                Node.file(0755, "two").withOwner(0, content)));
    String data = new String(bytes(files, pack), StandardCharsets.ISO_8859_1);
    KNOWN.put(data, files);
    return Node.file(0644, data);
  }

  private static byte[] bytes(FileSet files, int pack) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(pack % 2 == 0 ? bytes : new GZIPOutputStream(bytes))) {
      for (Map.Entry<String, Node> file : files.nodes().entrySet()) {
        write(tar, file.getKey(), file.getValue(), 1_000_000_000L + pack);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("write an archive", e);
    }
    return bytes.toByteArray();
  }

  private static void write(TarArchiveOutputStream tar, String path, Node node, long time)
      throws IOException {
    byte[] content = node.data().getBytes(StandardCharsets.ISO_8859_1);
    TarArchiveEntry entry =
        switch (node.kind()) {
          case DIRECTORY -> new TarArchiveEntry(path + "/");
          case FILE -> new TarArchiveEntry(path);
          case LINK -> new TarArchiveEntry(path, TarArchiveEntry.LF_SYMLINK);
        };
    entry.setMode(node.mode());
    entry.setUserId(node.uid());
    entry.setGroupId(node.gid());
    entry.setModTime(time * 1000);
    if (node.kind() == Node.Kind.LINK) {
      entry.setLinkName(node.data());
    } else if (node.kind() == Node.Kind.FILE) {
      entry.setSize(content.length);
    }
    tar.putArchiveEntry(entry);
    if (node.kind() == Node.Kind.FILE) {
      tar.write(content);
    }
    tar.closeArchiveEntry();
  }
}
