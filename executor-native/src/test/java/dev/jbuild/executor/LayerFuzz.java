package dev.jbuild.executor;

import dev.jbuild.oci.layer.Attributes;
import dev.jbuild.oci.layer.ByteString;
import dev.jbuild.oci.layer.LayerEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Layers that no tool would make: names that are used again as something else, links in circles and
 * out of the layer, marks of overlayfs, attributes of any name and size, owners and times of any
 * number.
 */
final class LayerFuzz {
  private static final int MOST_ENTRIES = 40;
  private static final List<String> NAMES =
      List.of("a", "b", "c", "\udcff", ".wh.a", ".wh..wh..opq", "...", "x".repeat(255), "a b");
  private static final List<String> XATTRS =
      List.of(
          "user.a",
          "user." + "n".repeat(250),
          "user.overlay.opaque",
          "user.overlay.overlay.x",
          "trusted.a",
          "trusted.overlay.opaque",
          "trusted.overlay.redirect",
          "trusted.overlay.metacopy",
          "security.capability",
          "security.other",
          "system.posix_acl_access",
          "nonsense",
          "");

  private final Random random;
  private final List<String> targets;

  /**
   * @param outside a path of the host that links lead to
   */
  LayerFuzz(Random random, String outside) {
    this.random = random;
    this.targets =
        List.of("a", "b/c", "..", "../../../..", "/", outside, outside + "/kept", "a/../b", ".");
  }

  Layer next() {
    Layer layer = new Layer();
    List<String> paths = new ArrayList<>();
    for (int i = random.nextInt(MOST_ENTRIES); i >= 0; i--) {
      String path = path(paths);
      paths.add(path);
      add(layer, path, paths);
    }
    return layer;
  }

  /** Often below or in the place of an earlier one. */
  private String path(List<String> paths) {
    boolean again = !paths.isEmpty() && random.nextInt(3) > 0;
    String start = again ? pick(paths) : "";
    if (again && random.nextInt(3) == 0) {
      return start;
    }
    return (start.isEmpty() || start.length() > 1500 ? "" : start + "/") + pick(NAMES);
  }

  private void add(Layer layer, String path, List<String> paths) {
    switch (random.nextInt(16)) {
      case 0, 1, 2, 3 -> layer.add(new LayerEntry.Directory(path, attributes()));
      case 4, 5, 6 -> layer.file(path, attributes(), "content".repeat(random.nextInt(4000)));
      case 7, 8, 9 -> layer.add(new LayerEntry.Symlink(path, attributes(), pick(targets)));
      case 10, 11 -> layer.add(new LayerEntry.HardLink(path, pick(paths)));
      case 12 -> layer.add(new LayerEntry.Whiteout(path));
      case 13 -> layer.add(new LayerEntry.Opaque(path));
      case 14 -> layer.add(new LayerEntry.Fifo(path, attributes()));
      default ->
          layer.add(
              new LayerEntry.Device(
                  path,
                  attributes(),
                  random.nextBoolean(),
                  random.nextInt(1 << 12),
                  random.nextInt(1 << 20)));
    }
  }

  private Attributes attributes() {
    SortedMap<String, ByteString> xattrs = new TreeMap<>();
    for (int i = random.nextInt(40) - 36; i > 0; i--) {
      byte[] value = new byte[random.nextInt(random.nextInt(20) == 0 ? 5000 : 24)];
      random.nextBytes(value);
      xattrs.put(pick(XATTRS), ByteString.of(value));
    }
    Instant time =
        Instant.ofEpochSecond(random.nextInt(), random.nextBoolean() ? 0 : random.nextInt(1 << 29));
    return new Attributes(random.nextInt(010000), id(), id(), time, xattrs);
  }

  private long id() {
    return random.nextInt(20) == 0 ? random.nextLong(0xFFFF_FFFFL) : random.nextInt(3);
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
