package dev.jbuild.cache.layer;

import dev.jbuild.oci.layer.Attributes;
import dev.jbuild.oci.layer.ByteString;
import dev.jbuild.oci.layer.LayerEntry;
import dev.jbuild.oci.layer.LayerSink;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes a layer's tar. Equal entries give equal bytes: USTAR headers with PAX records only where
 * something does not fit, no names of users and groups, no times but the last change in whole
 * seconds (as containerd writes it), whiteouts as empty {@code .wh.} files (image-spec, layer.md).
 * Closing it ends the tar and closes the output.
 */
public final class TarWriter implements LayerSink, AutoCloseable {
  static final String WHITEOUT = ".wh.";
  static final String OPAQUE = ".wh..wh..opq";

  private static final int BUFFER = 256 * 1024;

  private final OutputStream out;
  private final byte[] buffer = new byte[BUFFER];
  private final Map<String, Attributes> files = new HashMap<>();
  private @Nullable LayerEntry previous;
  private int buffered;
  private boolean ended;

  public TarWriter(OutputStream out) {
    this.out = out;
  }

  /**
   * Writes an entry.
   *
   * @throws IllegalArgumentException when it does not follow {@link LayerEntry#ORDER}
   * @throws IOException also when a tar layer cannot express the entry
   */
  @Override
  public void add(LayerEntry entry, InputStream content) throws IOException {
    checkOrder(entry);
    checkName(entry);
    previous = entry;
    put(header(entry).encode());
    if (entry instanceof LayerEntry.RegularFile file) {
      files.put(file.path(), file.attributes());
      copy(file, content);
    }
  }

  private void checkOrder(LayerEntry entry) {
    LayerEntry before = previous;
    if (before != null && LayerEntry.ORDER.compare(before, entry) >= 0) {
      throw new IllegalArgumentException(
          "layer entries out of order: /" + entry.path() + " after /" + before.path());
    }
    if (entry instanceof LayerEntry.Opaque
        && !(before instanceof LayerEntry.Directory && before.path().equals(entry.path()))) {
      throw new IllegalArgumentException("an opaque mark follows its directory: /" + entry.path());
    }
  }

  private static void checkName(LayerEntry entry) throws IOException {
    if (name(entry.path()).startsWith(WHITEOUT)) {
      throw new IOException(
          "/"
              + entry.path()
              + ": an image cannot hold a file whose name starts with .wh. (it would mean a"
              + " deletion); rename or remove it");
    }
  }

  private TarHeader header(LayerEntry entry) throws IOException {
    return switch (entry) {
      case LayerEntry.Directory directory ->
          with(
              new TarHeader(directory.path().isEmpty() ? "./" : directory.path() + "/", '5'),
              directory.attributes());
      case LayerEntry.RegularFile file ->
          with(new TarHeader(file.path(), '0'), file.attributes()).size(file.size());
      case LayerEntry.Symlink link ->
          with(new TarHeader(link.path(), '2'), link.attributes().withMode(0777))
              .link(link.target());
      case LayerEntry.HardLink link -> hardLink(link);
      case LayerEntry.Device device ->
          with(new TarHeader(device.path(), device.block() ? '4' : '3'), device.attributes())
              .device(device.major(), device.minor());
      case LayerEntry.Fifo fifo -> with(new TarHeader(fifo.path(), '6'), fifo.attributes());
      case LayerEntry.Whiteout whiteout -> {
        String path = whiteout.path();
        int name = path.lastIndexOf('/') + 1;
        yield new TarHeader(path.substring(0, name) + WHITEOUT + path.substring(name), '0');
      }
      case LayerEntry.Opaque opaque ->
          new TarHeader(opaque.path().isEmpty() ? OPAQUE : opaque.path() + "/" + OPAQUE, '0');
    };
  }

  /** Extractors set what the header of a link says, so it says what its file's says. */
  private TarHeader hardLink(LayerEntry.HardLink link) throws IOException {
    Attributes attributes = files.get(link.target());
    if (attributes == null) {
      throw new IOException(
          "/"
              + link.path()
              + " is a hard link to /"
              + link.target()
              + ", which is no file of the layer before it");
    }
    return with(new TarHeader(link.path(), '1'), attributes).link(link.target());
  }

  private static TarHeader with(TarHeader header, Attributes attributes) {
    header.attributes(
        attributes.mode(), attributes.uid(), attributes.gid(), attributes.mtime().getEpochSecond());
    for (Map.Entry<String, ByteString> attribute : attributes.xattrs().entrySet()) {
      header.pax("SCHILY.xattr." + attribute.getKey(), attribute.getValue().toByteArray());
    }
    return header;
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private void copy(LayerEntry.RegularFile file, InputStream content) throws IOException {
    long left = file.size();
    while (left > 0) {
      if (buffered == buffer.length) {
        flush();
      }
      int wanted = (int) Math.min(left, buffer.length - buffered);
      int count = content.read(buffer, buffered, wanted);
      if (count < 0) {
        throw new EOFException(
            "/"
                + file.path()
                + " became shorter while it was read: "
                + left
                + " bytes of "
                + file.size()
                + " are missing");
      }
      buffered += count;
      left -= count;
    }
    if (content.read() >= 0) {
      throw new IOException(
          "/" + file.path() + " became longer than " + file.size() + " bytes while it was read");
    }
    put(new byte[TarHeader.padding(file.size())]);
  }

  private void put(byte[] bytes) throws IOException {
    if (bytes.length > buffer.length - buffered) {
      flush();
    }
    if (bytes.length > buffer.length) {
      out.write(bytes);
    } else {
      System.arraycopy(bytes, 0, buffer, buffered, bytes.length);
      buffered += bytes.length;
    }
  }

  private void flush() throws IOException {
    out.write(buffer, 0, buffered);
    buffered = 0;
  }

  /** Writes the end of the tar; the output stays open. */
  public void finish() throws IOException {
    if (!ended) {
      ended = true;
      put(new byte[2 * TarHeader.BLOCK]);
      flush();
      out.flush();
    }
  }

  @Override
  public void close() throws IOException {
    try (out) {
      finish();
    }
  }

  /** Whether there was no entry yet. */
  boolean isEmpty() {
    return previous == null;
  }
}
