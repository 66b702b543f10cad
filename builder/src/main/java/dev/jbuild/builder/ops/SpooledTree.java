package dev.jbuild.builder.ops;

import dev.jbuild.builder.context.Content;
import dev.jbuild.builder.context.ReadableSource;
import dev.jbuild.builder.context.SourceEntry;
import dev.jbuild.builder.context.Spool;
import dev.jbuild.oci.layer.LayerEntry;
import dev.jbuild.oci.layer.LayerSink;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Parts of a stage's or image's file system, read once, with times and common inodes. */
final class SpooledTree implements ReadableSource, LayerSink {
  private final Spool spool;
  private final Map<String, SourceEntry> entries = new HashMap<>();
  private final Map<String, Content> contents = new HashMap<>();
  private final Map<String, List<String>> names = new HashMap<>();

  SpooledTree(Spool spool) {
    this.spool = spool;
  }

  @Override
  public void add(LayerEntry entry, InputStream content) throws IOException {
    String path = entry.path();
    SourceEntry kept =
        switch (entry) {
          case LayerEntry.Directory directory ->
              new SourceEntry.Directory(
                  directory
                      .attributes()
                      .withMtime(directory.attributes().mtime().truncatedTo(ChronoUnit.SECONDS)));
          case LayerEntry.RegularFile file -> {
            contents.put(path, spool.keep(content));
            yield new SourceEntry.RegularFile(file.attributes(), file.size(), null);
          }
          case LayerEntry.Symlink link -> new SourceEntry.Symlink(link.attributes(), link.target());
          case LayerEntry.Device device ->
              new SourceEntry.Device(
                  device.attributes(), device.block(), device.major(), device.minor());
          case LayerEntry.Fifo fifo -> new SourceEntry.Fifo(fifo.attributes());
          case LayerEntry.HardLink link -> linked(link);
          case LayerEntry.Whiteout whiteout ->
              throw new IOException("a merged file system has no whiteouts: /" + path);
          case LayerEntry.Opaque opaque ->
              throw new IOException("a merged file system has no whiteouts: /" + path);
        };
    if (entries.put(path, kept) == null && !path.isEmpty()) {
      names
          .computeIfAbsent(Target.parent(path), directory -> new ArrayList<>())
          .add(path.substring(path.lastIndexOf('/') + 1));
    }
  }

  /** The first name of an inode gets its path as the mark that all its names share. */
  private SourceEntry linked(LayerEntry.HardLink link) throws IOException {
    SourceEntry target = entries.get(link.target());
    if (target instanceof SourceEntry.RegularFile file) {
      SourceEntry.RegularFile marked =
          new SourceEntry.RegularFile(file.attributes(), file.size(), List.of(this, link.target()));
      entries.put(link.target(), marked);
      contents.put(link.path(), content(link.target()));
      return marked;
    }
    if (target == null) {
      throw new NoSuchFileException("/" + link.target());
    }
    return target;
  }

  private Content content(String path) throws IOException {
    Content content = contents.get(path);
    if (content == null) {
      throw new NoSuchFileException("/" + path);
    }
    return content;
  }

  @Override
  public Optional<SourceEntry> find(String path) {
    return Optional.ofNullable(entries.get(path));
  }

  /** In the order of reading, which is that of the names' bytes. */
  @Override
  public List<String> names(String directory) {
    return names.getOrDefault(directory, List.of());
  }

  @Override
  public InputStream open(String path) throws IOException {
    return content(path).open();
  }
}
