package dev.jbuild.builder.differential;

import dev.jbuild.oci.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** The files of an image: its layers, one applied over the other (image-spec, layer.md). */
final class LayeredFiles {
  private static final String WHITEOUT = ".wh.";
  private static final String OPAQUE = ".wh..wh..opq";
  private static final int SHORT = 300;

  /** Later times are those of a build; all that is put into one is older. */
  private static final long RECENT = 1_600_000_000;

  private final NavigableMap<String, Inode> inodes = new TreeMap<>();

  /** One object for all names of a file. */
  private record Inode(String facts, boolean directory) {
    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }

  void apply(byte[] layer) throws IOException {
    NavigableMap<String, Inode> added = new TreeMap<>();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(
            new ByteArrayInputStream(layer), StandardCharsets.ISO_8859_1.name())) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        apply(entry, tar, added);
      }
    }
    added.forEach(
        (path, inode) -> {
          if (!inode.directory()) {
            remove(path);
          } else if (inodes.containsKey(path) && !inodes.get(path).directory()) {
            remove(path);
          }
          inodes.put(path, inode);
        });
  }

  private void apply(TarArchiveEntry entry, TarArchiveInputStream tar, Map<String, Inode> added)
      throws IOException {
    String path = entry.getName().replaceAll("^(\\./|/)+|/+$", "").replaceAll("^\\.$", "");
    String name = path.substring(path.lastIndexOf('/') + 1);
    String directory = path.substring(0, path.length() - name.length());
    if (name.equals(OPAQUE)) {
      inodes.subMap(directory, false, directory + Character.MAX_VALUE, false).clear();
    } else if (name.startsWith(WHITEOUT)) {
      remove(directory + name.substring(WHITEOUT.length()));
    } else if (entry.isLink()) {
      String target = entry.getLinkName().replaceAll("^(\\./|/)+", "");
      Inode inode = added.getOrDefault(target, inodes.get(target));
      if (inode == null) {
        throw new IOException(path + " is a hard link to nothing: " + target);
      }
      added.put(path, inode);
    } else if (!path.isEmpty()) {
      added.put(path, new Inode(facts(entry, tar), entry.isDirectory()));
    }
  }

  private void remove(String path) {
    inodes.remove(path);
    inodes.subMap(path + "/", true, path + "/" + Character.MAX_VALUE, true).clear();
  }

  private String facts(TarArchiveEntry entry, TarArchiveInputStream tar) throws IOException {
    StringBuilder facts = new StringBuilder();
    long time = Math.floorDiv(entry.getLastModifiedTime().toMillis(), 1000L);
    facts.append("%04o ".formatted(entry.getMode() & 07777));
    facts.append(entry.getLongUserId()).append(':').append(entry.getLongGroupId());
    facts.append(entry.isDirectory() || time > RECENT ? "" : " time " + time);
    entry.getExtraPaxHeaders().entrySet().stream()
        .filter(header -> header.getKey().startsWith("SCHILY.xattr"))
        .sorted(Map.Entry.comparingByKey())
        .forEach(facts::append);
    if (entry.isDirectory()) {
      return "directory " + facts;
    } else if (entry.isSymbolicLink()) {
      return "link " + facts.substring(5) + " to " + entry.getLinkName();
    } else if (entry.isFIFO()) {
      return "fifo " + facts;
    } else if (entry.isCharacterDevice() || entry.isBlockDevice()) {
      return "device " + facts + " " + entry.getDevMajor() + "," + entry.getDevMinor();
    }
    return "file " + facts + " " + content(tar.readAllBytes());
  }

  private static String content(byte[] bytes) {
    return bytes.length < SHORT
        ? new String(bytes, StandardCharsets.ISO_8859_1)
        : bytes.length < 100 * SHORT
            ? "\n" + new String(bytes, StandardCharsets.ISO_8859_1)
            : Digest.sha256(bytes).hex();
  }

  /** All but the mount points of containers, which docker 20.10 leaves in the image. */
  Map<String, String> facts() {
    inodes
        .keySet()
        .removeIf(path -> path.matches("proc|sys|dev|etc/(hosts|resolv.conf|mtab)(/.*)?"));
    Map<Inode, String> first = new HashMap<>();
    Map<String, String> facts = new TreeMap<>();
    inodes.forEach(
        (path, inode) -> {
          String same = first.putIfAbsent(inode, path);
          facts.put("/" + path, same == null ? inode.facts() : "hard link to /" + same);
        });
    return facts;
  }
}
