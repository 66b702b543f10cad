package dev.jbuild.runner.container;

import dev.jbuild.oci.layer.Attributes;
import dev.jbuild.oci.layer.LayerEntry;
import dev.jbuild.oci.layer.LayerSink;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.UnaryOperator;

/**
 * Passes files on under other paths; those whose path becomes empty stay behind.
 *
 * @param keepOwners whether they keep their owners, else they are root's
 */
record Rebased(UnaryOperator<String> place, boolean keepOwners, LayerSink to) implements LayerSink {
  @Override
  public void add(LayerEntry entry, InputStream content) throws IOException {
    String path = place.apply(entry.path());
    if (path.isEmpty()) {
      return;
    }
    LayerEntry moved =
        switch (entry) {
          case LayerEntry.Directory it -> new LayerEntry.Directory(path, owned(it.attributes()));
          case LayerEntry.RegularFile it ->
              new LayerEntry.RegularFile(path, owned(it.attributes()), it.size());
          case LayerEntry.Symlink it ->
              new LayerEntry.Symlink(path, owned(it.attributes()), it.target());
          case LayerEntry.HardLink it -> new LayerEntry.HardLink(path, place.apply(it.target()));
          case LayerEntry.Device it ->
              new LayerEntry.Device(
                  path, owned(it.attributes()), it.block(), it.major(), it.minor());
          case LayerEntry.Fifo it -> new LayerEntry.Fifo(path, owned(it.attributes()));
          case LayerEntry.Whiteout it -> throw new IOException("a deletion among files");
          case LayerEntry.Opaque it -> throw new IOException("a deletion among files");
        };
    to.add(moved, content);
  }

  private Attributes owned(Attributes attributes) {
    return keepOwners
        ? attributes
        : new Attributes(attributes.mode(), 0, 0, attributes.mtime(), attributes.xattrs());
  }
}
