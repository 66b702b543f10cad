package dev.jbuild.executor;

import dev.jbuild.executor.wire.Fields;
import dev.jbuild.executor.wire.Frame;
import dev.jbuild.executor.wire.Tag;
import dev.jbuild.oci.layer.Attributes;
import dev.jbuild.oci.layer.ByteString;
import dev.jbuild.oci.layer.LayerEntry;
import java.net.ProtocolException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Layer entries as fields of the wire protocol, and back. */
final class Entries {
  private static final int DIRECTORY = 0;
  private static final int FILE = 1;
  private static final int SYMLINK = 2;
  private static final int HARD_LINK = 3;
  private static final int BLOCK = 4;
  private static final int CHARACTER = 5;
  private static final int FIFO = 6;
  private static final int WHITEOUT = 7;
  private static final int OPAQUE = 8;

  private Entries() {}

  static Fields toFields(LayerEntry entry) {
    Fields fields = new Fields().put(Tag.PATH, entry.path());
    return switch (entry) {
      case LayerEntry.Directory e -> put(fields.put(Tag.KIND, DIRECTORY), e.attributes());
      case LayerEntry.RegularFile e ->
          put(fields.put(Tag.KIND, FILE).put(Tag.SIZE, e.size()), e.attributes());
      case LayerEntry.Symlink e ->
          put(fields.put(Tag.KIND, SYMLINK).put(Tag.LINK, e.target()), e.attributes());
      case LayerEntry.HardLink e -> fields.put(Tag.KIND, HARD_LINK).put(Tag.LINK, e.target());
      case LayerEntry.Device e ->
          put(
              fields
                  .put(Tag.KIND, e.block() ? BLOCK : CHARACTER)
                  .put(Tag.MAJOR, e.major())
                  .put(Tag.MINOR, e.minor()),
              e.attributes());
      case LayerEntry.Fifo e -> put(fields.put(Tag.KIND, FIFO), e.attributes());
      case LayerEntry.Whiteout e -> fields.put(Tag.KIND, WHITEOUT);
      case LayerEntry.Opaque e -> fields.put(Tag.KIND, OPAQUE);
    };
  }

  private static Fields put(Fields fields, Attributes attributes) {
    Instant mtime = attributes.mtime();
    fields
        .put(Tag.MODE, attributes.mode())
        .put(Tag.UID, attributes.uid())
        .put(Tag.GID, attributes.gid())
        .put(Tag.SECONDS, mtime.getEpochSecond())
        .put(Tag.NANOS, mtime.getNano());
    attributes
        .xattrs()
        .forEach(
            (name, value) ->
                fields.put(Tag.XATTR_NAME, name).put(Tag.XATTR_VALUE, value.toByteArray()));
    return fields;
  }

  static LayerEntry parse(Frame frame) throws ProtocolException {
    Parsed parsed = new Parsed();
    frame.visit(parsed::take);
    return parsed.toEntry();
  }

  /** The fields of one entry as they come in. */
  private static final class Parsed {
    private final Map<Tag, Long> numbers = new EnumMap<>(Tag.class);
    private final SortedMap<String, ByteString> xattrs = new TreeMap<>();
    private String path = "";
    private String link = "";
    private String xattr = "";

    private void take(Tag tag, Frame.Value value) throws ProtocolException {
      switch (tag) {
        case PATH -> path = value.text();
        case LINK -> link = value.text();
        case XATTR_NAME -> xattr = value.text();
        case XATTR_VALUE -> xattrs.put(xattr, ByteString.of(value.bytes()));
        default -> numbers.put(tag, value.number());
      }
    }

    private LayerEntry toEntry() throws ProtocolException {
      int kind = (int) number(Tag.KIND);
      return switch (kind) {
        case DIRECTORY -> new LayerEntry.Directory(path, attributes());
        case FILE -> new LayerEntry.RegularFile(path, attributes(), number(Tag.SIZE));
        case SYMLINK -> new LayerEntry.Symlink(path, attributes(), link);
        case HARD_LINK -> new LayerEntry.HardLink(path, link);
        case BLOCK, CHARACTER ->
            new LayerEntry.Device(
                path,
                attributes(),
                kind == BLOCK,
                (int) number(Tag.MAJOR),
                (int) number(Tag.MINOR));
        case FIFO -> new LayerEntry.Fifo(path, attributes());
        case WHITEOUT -> new LayerEntry.Whiteout(path);
        case OPAQUE -> new LayerEntry.Opaque(path);
        default -> throw new ProtocolException("unknown kind of entry " + kind);
      };
    }

    private Attributes attributes() {
      return new Attributes(
          (int) number(Tag.MODE),
          number(Tag.UID),
          number(Tag.GID),
          Instant.ofEpochSecond(number(Tag.SECONDS), number(Tag.NANOS)),
          xattrs);
    }

    private long number(Tag tag) {
      return numbers.getOrDefault(tag, 0L);
    }
  }
}
