package dev.jbuild.builder.ops;

import dev.jbuild.builder.context.ReadableSource;
import dev.jbuild.builder.context.SourceEntry;
import dev.jbuild.builder.context.SourcePaths;
import dev.jbuild.builder.context.SourceView;
import dev.jbuild.builder.plan.Op;
import dev.jbuild.cache.Store;
import dev.jbuild.cache.layer.LayerForm;
import dev.jbuild.cache.layer.LayerWriter;
import dev.jbuild.cache.layer.NewLayer;
import dev.jbuild.oci.layer.Attributes;
import dev.jbuild.oci.layer.LayerDisk;
import dev.jbuild.oci.layer.LayerEntry;
import dev.jbuild.oci.layer.LayerSink;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Files of the build context as a layer of their own, for RUNs to mount: exactly what COPY would
 * see of them, and the same layer as long as their content is the same.
 */
public final class SnapshotAction {
  private static final int ROOT_MODE = 0755;

  private final Store store;
  private final LayerDisk disk;
  private final Op.Snapshot op;
  private final Inputs.Context context;

  public SnapshotAction(Store store, LayerDisk disk, Op.Snapshot op, Inputs.Context context) {
    this.store = store;
    this.disk = disk;
    this.op = op;
    this.context = context;
  }

  /** Adds to an action key: the identity of the files, wherever they lie. */
  public void describe(SortedMap<String, String> parts) throws IOException {
    SourceView files = context.files();
    String path = path(files);
    parts.put("op", "snapshot 1");
    parts.put("files", files.identity(path).toString());
    parts.put(
        "mode", Integer.toOctalString(attributes(path, entry(files.find(path), path)).mode()));
  }

  private String path(SourceView files) throws IOException {
    String path = SourcePaths.resolve(files, op.path());
    if (files.find(path).isEmpty()) {
      throw new Selection.NotFoundException(
          "/" + SourcePaths.clean(op.path()), files.description());
    }
    return path;
  }

  private static SourceEntry entry(Optional<SourceEntry> found, String path)
      throws NoSuchFileException {
    return found.orElseThrow(() -> new NoSuchFileException("/" + path));
  }

  /** The root of a context is nobody's directory; its mode is not part of the context. */
  private static Attributes attributes(String path, SourceEntry entry) {
    return path.isEmpty() ? entry.attributes().withMode(ROOT_MODE) : entry.attributes();
  }

  /** Writes the files to the disk, where they will be mounted from. */
  public NewLayer write() throws IOException {
    Path temporary = store.newTemporaryDirectory("snapshot");
    try {
      Path upper = temporary.resolve("upper");
      Copy copy = new Copy(context.files());
      String path = path(context.files());
      disk.unpack(upper, sink -> copy.write(path, Op.Snapshot.PLACE, sink));
      try (LayerWriter writer = store.layers().create(store.trees().empty(), LayerForm.NONE)) {
        disk.diff(upper, writer);
        NewLayer layer = writer.finish();
        store.layers().adopt(layer.diffId(), upper, disk);
        return layer;
      }
    } finally {
      disk.remove(temporary);
    }
  }

  /** Gives files as entries of a layer. */
  private static final class Copy {
    private final ReadableSource files;
    private final Map<Object, String> firstNames = new HashMap<>();

    Copy(ReadableSource files) {
      this.files = files;
    }

    void write(String path, String place, LayerSink sink) throws IOException {
      switch (entry(files.find(path), path)) {
        case SourceEntry.Directory directory -> {
          add(new LayerEntry.Directory(place, attributes(path, directory)), sink);
          for (String name : files.names(path)) {
            write(SourcePaths.child(path, name), SourcePaths.child(place, name), sink);
          }
        }
        case SourceEntry.RegularFile file -> file(file, path, place, sink);
        case SourceEntry.Symlink link ->
            add(new LayerEntry.Symlink(place, link.attributes(), link.target()), sink);
        case SourceEntry.Device device ->
            add(
                new LayerEntry.Device(
                    place, device.attributes(), device.block(), device.major(), device.minor()),
                sink);
        case SourceEntry.Fifo fifo -> add(new LayerEntry.Fifo(place, fifo.attributes()), sink);
      }
    }

    private void file(SourceEntry.RegularFile file, String path, String place, LayerSink sink)
        throws IOException {
      Object link = file.link();
      String first = link == null ? null : firstNames.putIfAbsent(link, place);
      if (first != null) {
        add(new LayerEntry.HardLink(place, first), sink);
        return;
      }
      try (InputStream content = files.open(path)) {
        sink.add(new LayerEntry.RegularFile(place, file.attributes(), file.size()), content);
      }
    }

    private static void add(LayerEntry entry, LayerSink sink) throws IOException {
      sink.add(entry, InputStream.nullInputStream());
    }
  }
}
