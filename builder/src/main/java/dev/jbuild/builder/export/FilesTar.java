package dev.jbuild.builder.export;

import dev.jbuild.cache.layer.TarWriter;
import dev.jbuild.oci.layer.Attributes;
import dev.jbuild.oci.layer.LayerEntry;
import dev.jbuild.oci.layer.LayerSink;
import dev.jbuild.oci.layer.LayerSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Writes file systems into one tar, with the owners and modes of the image: the tar exporter.
 *
 * @see <a href="https://docs.docker.com/build/exporters/local-tar/">local and tar exporters</a>
 */
final class FilesTar {
  private final TarWriter tar;

  FilesTar(OutputStream out) {
    this.tar = new TarWriter(out);
  }

  /**
   * Adds all files.
   *
   * @param directory what they are put into, {@code ""} for the root; later ones sort after it
   * @param time instead of the files' own, if there is one
   */
  void add(LayerSource files, String directory, @Nullable Instant time) throws IOException {
    LayerSink sink = new Moved(directory, time, tar);
    if (!directory.isEmpty()) {
      Instant made = time == null ? Instant.EPOCH : time;
      tar.add(
          new LayerEntry.Directory(directory, Attributes.of(0755, 0, 0, made)),
          InputStream.nullInputStream());
    }
    files.writeTo(sink);
  }

  void finish() throws IOException {
    tar.finish();
  }

  /** Gives entries other paths and times; the root itself is left out. */
  private record Moved(String directory, @Nullable Instant time, LayerSink to)
      implements LayerSink {
    @Override
    public void add(LayerEntry entry, InputStream content) throws IOException {
      if (!entry.path().isEmpty()) {
        to.add(moved(entry), content);
      }
    }

    private LayerEntry moved(LayerEntry entry) {
      String path = below(entry.path());
      return switch (entry) {
        case LayerEntry.Directory it -> new LayerEntry.Directory(path, dated(it.attributes()));
        case LayerEntry.RegularFile it ->
            new LayerEntry.RegularFile(path, dated(it.attributes()), it.size());
        case LayerEntry.Symlink it ->
            new LayerEntry.Symlink(path, dated(it.attributes()), it.target());
        case LayerEntry.HardLink it -> new LayerEntry.HardLink(path, below(it.target()));
        case LayerEntry.Device it ->
            new LayerEntry.Device(path, dated(it.attributes()), it.block(), it.major(), it.minor());
        case LayerEntry.Fifo it -> new LayerEntry.Fifo(path, dated(it.attributes()));
        case LayerEntry.Whiteout it -> throw new IllegalArgumentException("a whiteout: " + it);
        case LayerEntry.Opaque it -> throw new IllegalArgumentException("a whiteout: " + it);
      };
    }

    private String below(String path) {
      return directory.isEmpty() ? path : directory + "/" + path;
    }

    private Attributes dated(Attributes attributes) {
      return time == null ? attributes : attributes.withMtime(time);
    }
  }
}
