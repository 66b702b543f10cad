package dev.jbuild.builder.export;

import dev.jbuild.cache.Store;
import dev.jbuild.cache.layer.TarReader;
import dev.jbuild.oci.DiffId;
import dev.jbuild.oci.layer.LayerDisk;
import dev.jbuild.oci.layer.LayerEntry;
import dev.jbuild.oci.layer.LayerSink;
import dev.jbuild.oci.layer.LayerSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The files of a stack of layers, in {@link LayerEntry#ORDER} and without whiteouts. The helper
 * reads them, so that nothing is hidden by a mode or an owner; a single layer whose tar says all is
 * read without it.
 */
final class MergedFiles implements LayerSource {
  private final Store store;
  private final LayerDisk disk;
  private final List<DiffId> layers;

  MergedFiles(Store store, LayerDisk disk, List<DiffId> layers) {
    this.store = store;
    this.disk = disk;
    this.layers = layers;
  }

  @Override
  public void writeTo(LayerSink sink) throws IOException {
    if (layers.isEmpty()) {
      return;
    }
    if (layers.size() == 1 && isPlain(layers.getFirst())) {
      try (InputStream tar = store.content().open(layers.getFirst().digest())) {
        TarReader.ofLayer(tar).writeTo(sink);
        tar.transferTo(OutputStream.nullOutputStream()); // to the end, where it is verified
      }
    } else {
      disk.read(store.layers().directories(layers, disk), "", sink);
    }
  }

  /** Tars from elsewhere have any order, leave out directories, and say things twice. */
  private boolean isPlain(DiffId layer) throws IOException {
    if (!store.content().has(layer.digest())) {
      return false;
    }
    PlainLayer checked = new PlainLayer();
    try (InputStream tar = Files.newInputStream(store.content().path(layer.digest()))) {
      TarReader.ofLayer(tar).writeTo(checked);
    }
    return checked.plain;
  }

  private static final class PlainLayer implements LayerSink {
    private final Set<String> directories = new HashSet<>(Set.of(""));
    private @Nullable LayerEntry previous;
    private boolean plain = true;

    @Override
    public void add(LayerEntry entry, InputStream content) {
      LayerEntry before = previous;
      previous = entry;
      boolean follows = before == null || LayerEntry.ORDER.compare(before, entry) < 0;
      boolean hides = entry instanceof LayerEntry.Whiteout || entry instanceof LayerEntry.Opaque;
      plain &= follows && !hides && directories.contains(parent(entry.path()));
      if (entry instanceof LayerEntry.Directory directory) {
        directories.add(directory.path());
      }
    }

    private static String parent(String path) {
      return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }
  }
}
