package dev.jbuild.builder.ops;

import dev.jbuild.oci.layer.LayerEntry;

/** Entries of a directory as those of a root. */
final class Renamed {
  private Renamed() {}

  /** The entry with its path, and that of what it links to, relative to {@code directory}. */
  static LayerEntry below(LayerEntry entry, String directory) {
    String path = relative(entry.path(), directory);
    return switch (entry) {
      case LayerEntry.Directory all -> new LayerEntry.Directory(path, all.attributes());
      case LayerEntry.RegularFile file ->
          new LayerEntry.RegularFile(path, file.attributes(), file.size());
      case LayerEntry.Symlink link ->
          new LayerEntry.Symlink(path, link.attributes(), link.target());
      case LayerEntry.HardLink link ->
          new LayerEntry.HardLink(path, relative(link.target(), directory));
      case LayerEntry.Device device ->
          new LayerEntry.Device(
              path, device.attributes(), device.block(), device.major(), device.minor());
      case LayerEntry.Fifo fifo -> new LayerEntry.Fifo(path, fifo.attributes());
      case LayerEntry.Whiteout whiteout -> new LayerEntry.Whiteout(path);
      case LayerEntry.Opaque opaque -> new LayerEntry.Opaque(path);
    };
  }

  private static String relative(String path, String directory) {
    return directory.isEmpty()
        ? path
        : path.substring(Math.min(path.length(), directory.length() + 1));
  }
}
