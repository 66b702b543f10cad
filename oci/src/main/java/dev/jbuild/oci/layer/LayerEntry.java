package dev.jbuild.oci.layer;

import java.util.Arrays;
import java.util.Comparator;

/**
 * One change that a layer makes to the file system under it (image-spec, layer.md). A path is
 * relative to the root, parted by {@code /}, without a leading or trailing one and without {@code
 * .} or {@code ..}; the root itself is {@code ""}. Texts are in the form of {@link FileName}.
 */
public sealed interface LayerEntry {

  String path();

  /** A directory; what the layers below hold in it stays, unless an {@link Opaque} follows. */
  record Directory(String path, Attributes attributes) implements LayerEntry {
    public Directory {
      check(path);
    }
  }

  /** A regular file of {@code size} bytes. */
  record RegularFile(String path, Attributes attributes, long size) implements LayerEntry {
    public RegularFile {
      checkNamed(path);
      if (size < 0) {
        throw new IllegalArgumentException("negative size of " + path);
      }
    }
  }

  record Symlink(String path, Attributes attributes, String target) implements LayerEntry {
    public Symlink {
      checkNamed(path);
    }
  }

  /** Another name of the file that this layer has at {@code target}, a path like {@code path}. */
  record HardLink(String path, String target) implements LayerEntry {
    public HardLink {
      checkNamed(path);
      checkNamed(target);
    }
  }

  /** A block or character device with its numbers. */
  record Device(String path, Attributes attributes, boolean block, int major, int minor)
      implements LayerEntry {
    public Device {
      checkNamed(path);
    }
  }

  record Fifo(String path, Attributes attributes) implements LayerEntry {
    public Fifo {
      checkNamed(path);
    }
  }

  /** What the layers below have at this path is gone. */
  record Whiteout(String path) implements LayerEntry {
    public Whiteout {
      checkNamed(path);
    }
  }

  /** What the layers below have inside this directory is gone. */
  record Opaque(String path) implements LayerEntry {
    public Opaque {
      check(path);
    }
  }

  /**
   * Depth first, the names of a directory sorted by their bytes, a directory before what is in it,
   * its {@link Opaque} directly after it.
   */
  Comparator<LayerEntry> ORDER =
      Comparator.comparing(LayerEntry::path, LayerEntry::comparePaths)
          .thenComparing(entry -> entry instanceof Opaque);

  /** Compares two paths name by name, each name by its bytes. */
  static int comparePaths(String one, String other) {
    int shorter = Math.min(one.length(), other.length());
    for (int i = 0; i < shorter; i++) {
      char a = one.charAt(i);
      char b = other.charAt(i);
      if (a >= 0x80 || b >= 0x80) {
        return compareBytes(one, other);
      }
      if (a != b) {
        return rank((byte) a) - rank((byte) b);
      }
    }
    return one.length() - other.length();
  }

  private static int compareBytes(String one, String other) {
    byte[] a = FileName.encode(one);
    byte[] b = FileName.encode(other);
    int place = Arrays.mismatch(a, b);
    if (place < 0) {
      return 0;
    }
    if (place == a.length || place == b.length) {
      return a.length - b.length;
    }
    return rank(a[place]) - rank(b[place]);
  }

  /** A slash ends a name, so it sorts before every byte that would go on with it. */
  private static int rank(byte value) {
    return value == '/' ? -1 : value & 0xFF;
  }

  private static void checkNamed(String path) {
    if (path.isEmpty()) {
      throw new IllegalArgumentException("only a directory can be the root");
    }
    check(path);
  }

  private static void check(String path) {
    if (path.isEmpty()) {
      return;
    }
    int start = 0;
    while (start <= path.length()) {
      int slash = path.indexOf('/', start);
      int end = slash < 0 ? path.length() : slash;
      int length = end - start;
      boolean dots =
          path.startsWith("..", start) ? length == 2 : path.startsWith(".", start) && length == 1;
      if (length == 0 || dots) {
        throw new IllegalArgumentException("not a clean relative path: \"" + path + "\"");
      }
      start = end + 1;
    }
    if (path.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a path holds no NUL");
    }
  }
}
