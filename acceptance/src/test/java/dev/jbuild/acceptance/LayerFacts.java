package dev.jbuild.acceptance;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/** The entries of one layer by absolute path, whiteouts included, in the archive's order. */
record LayerFacts(Map<String, FileFact> entries) {
  private static final String WHITEOUT = ".wh.";
  private static final String OPAQUE = ".wh..wh..opq";
  private static final String XATTR = "SCHILY.xattr.";

  static LayerFacts of(byte[] tar) throws IOException {
    Map<String, FileFact> entries = new LinkedHashMap<>();
    try (TarArchiveInputStream in = new TarArchiveInputStream(new ByteArrayInputStream(tar))) {
      for (TarArchiveEntry each = in.getNextEntry(); each != null; each = in.getNextEntry()) {
        String path = Path.of("/" + each.getName()).normalize().toString();
        entries.put(path, fact(each, kind(each).equals("file") ? sha256(in) : null));
      }
    }
    return new LayerFacts(entries);
  }

  private static FileFact fact(TarArchiveEntry entry, @Nullable String sha256) {
    Map<String, String> xattrs = new TreeMap<>();
    entry
        .getExtraPaxHeaders()
        .forEach(
            (name, value) -> {
              if (name.startsWith(XATTR)) {
                xattrs.put(name.substring(XATTR.length()), value);
              }
            });
    return new FileFact(
        kind(entry),
        "%04o".formatted(entry.getMode() & 07777),
        entry.getLongUserId(),
        entry.getLongGroupId(),
        detail(entry),
        sha256,
        xattrs);
  }

  private static String sha256(TarArchiveInputStream content) throws IOException {
    return OciDirectory.sha256(content.readAllBytes()).substring("sha256:".length());
  }

  private static String kind(TarArchiveEntry entry) {
    if (entry.isDirectory()) {
      return "dir";
    } else if (entry.isSymbolicLink()) {
      return "symlink";
    } else if (entry.isLink()) {
      return "hardlink";
    } else if (entry.isCharacterDevice()) {
      return "char";
    } else if (entry.isBlockDevice()) {
      return "block";
    } else if (entry.isFIFO()) {
      return "fifo";
    }
    return "file";
  }

  private static String detail(TarArchiveEntry entry) {
    return switch (kind(entry)) {
      case "file" -> Long.toString(entry.getSize());
      case "symlink" -> entry.getLinkName();
      case "hardlink" -> Path.of("/" + entry.getLinkName()).normalize().toString();
      case "char", "block" -> entry.getDevMajor() + "," + entry.getDevMinor();
      default -> "";
    };
  }

  /** Puts this layer on top of what is below it, as the image specification says. */
  void applyTo(NavigableMap<String, FileFact> tree) {
    for (String path : entries.keySet()) {
      Path name = Path.of(path).getFileName();
      if (name != null && name.toString().equals(OPAQUE)) {
        removeBelow(tree, parent(path));
      } else if (name != null && name.toString().startsWith(WHITEOUT)) {
        String hidden =
            Path.of(parent(path), name.toString().substring(WHITEOUT.length())).toString();
        tree.remove(hidden);
        removeBelow(tree, hidden);
      }
    }
    entries.forEach((path, fact) -> put(tree, path, fact));
  }

  private void put(NavigableMap<String, FileFact> tree, String path, FileFact fact) {
    Path name = Path.of(path).getFileName();
    if (name == null || name.toString().startsWith(WHITEOUT)) {
      return;
    }
    if (!fact.isDirectory()) {
      removeBelow(tree, path);
    }
    FileFact linked = fact.kind().equals("hardlink") ? tree.get(fact.detail()) : null;
    tree.put(path, linked == null ? fact : linked);
  }

  private static void removeBelow(NavigableMap<String, FileFact> tree, String directory) {
    String prefix = directory.endsWith("/") ? directory : directory + "/";
    tree.keySet().removeIf(path -> path.startsWith(prefix));
  }

  private static String parent(String path) {
    Path parent = Path.of(path).getParent();
    return parent == null ? "/" : parent.toString();
  }
}
