package dev.jbuild.cache.layer;

import dev.jbuild.oci.layer.Attributes;
import dev.jbuild.oci.layer.ByteString;
import dev.jbuild.oci.layer.FileName;
import dev.jbuild.oci.layer.LayerEntry;
import dev.jbuild.oci.layer.LayerSink;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads a tar of any maker: USTAR, PAX, GNU long names, big numbers and sparse files, star, the old
 * form. Names are cleaned as if the root were a cage: a leading slash is dropped and {@code ..}
 * ends at the root, so no entry is ever outside. What has no meaning is refused with a {@link
 * TarException} that names the entry. For one thread, to be read once.
 */
public final class TarReader {
  private static final int BUFFER = 128 * 1024;
  private static final int MAX_RECORDS = 4 * 1024 * 1024;
  private static final long MAX_SPARSE_PIECES = 1_000_000;

  private final InputStream in;
  private final boolean layer;
  private PaxRecords global = new PaxRecords();

  private TarReader(InputStream in, boolean layer) {
    this.in = new BufferedInputStream(in, BUFFER);
    this.layer = layer;
  }

  /**
   * Reads an uncompressed image layer: {@code .wh.} names are deletions, paths lead through no link
   * of the same layer, and nothing can pass for a mark of overlayfs (device 0:0, {@code
   * *.overlay.*} attributes). The entries come in the order of the tar, which may be any.
   */
  public static TarReader ofLayer(InputStream tar) {
    return new TarReader(tar, true);
  }

  /** Reads an uncompressed archive of files, in which no name has a special meaning. */
  public static TarReader ofArchive(InputStream tar) {
    return new TarReader(tar, false);
  }

  /** Whether these first 512 bytes of something are the header of a tar. */
  public static boolean isTar(byte[] start) {
    TarBlock block = new TarBlock(start);
    return start.length == TarHeader.BLOCK && !block.isZero() && block.hasRightChecksum();
  }

  /** Gives all entries to {@code sink} and reads the input to its end. */
  public void writeTo(LayerSink sink) throws IOException {
    LayerSink target = layer ? new LayerPaths(sink) : sink;
    TarItem item = new TarItem();
    for (TarBlock block = header(); block != null; block = header()) {
      switch (block.type()) {
        case 'x', 'X' -> item.pax = PaxRecords.parse(small(block.size()));
        case 'g' -> global = PaxRecords.parse(small(block.size())).over(global);
        case 'L' -> item.longName = untilNul(small(block.size()));
        case 'K' -> item.longLink = untilNul(small(block.size()));
        default -> {
          item.pax = item.pax.over(global);
          read(block, item, target);
          item = new TarItem();
        }
      }
    }
    in.transferTo(OutputStream.nullOutputStream());
  }

  private @Nullable TarBlock header() throws IOException {
    byte[] bytes = in.readNBytes(TarHeader.BLOCK);
    if (bytes.length == 0) {
      return null;
    }
    if (bytes.length < TarHeader.BLOCK) {
      throw new TarException("the tar ends within a header");
    }
    TarBlock block = new TarBlock(bytes);
    if (block.isZero()) {
      return null;
    }
    if (!block.hasRightChecksum()) {
      throw new TarException("not a tar, or a damaged one: a header has a wrong checksum");
    }
    return block;
  }

  private byte[] small(long size) throws IOException {
    if (size > MAX_RECORDS) {
      throw new TarException("the tar has an extended header of " + size + " bytes");
    }
    byte[] bytes = in.readNBytes((int) size);
    if (bytes.length < size) {
      throw new TarException("the tar ends within an extended header");
    }
    skip(TarHeader.padding(size));
    return bytes;
  }

  private static byte[] untilNul(byte[] bytes) {
    int end = 0;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    return Arrays.copyOf(bytes, end);
  }

  private void skip(long count) throws IOException {
    try {
      in.skipNBytes(count);
    } catch (EOFException e) {
      throw new TarException("the tar ends within a file", e);
    }
  }

  private void read(TarBlock block, TarItem item, LayerSink sink) throws IOException {
    byte[] rawName = item.name(block);
    String name = FileName.decode(rawName);
    char type = type(block, rawName);
    if (type == 'V') {
      return;
    }
    TarContent content = new TarContent(in, hasContent(type) ? item.size(block) : 0);
    long size = content.left();
    InputStream whole = content;
    LayerEntry entry;
    try {
      List<Long> map = sparseMap(block, item, content);
      long realSize = map == null ? size : realSize(block, item, size);
      if (map != null) {
        whole = new SparseContent(content, map, realSize, content.left());
      }
      entry = entry(block, item, type, TarNames.clean(name), realSize);
    } catch (TarException | IllegalArgumentException e) {
      throw new TarException("tar entry \"" + name + "\": " + e.getMessage(), e);
    }
    if (entry != null) {
      sink.add(entry, whole);
    }
    skip(content.left() + TarHeader.padding(size));
  }

  /** Old writers mark a directory by a slash only. */
  private static char type(TarBlock block, byte[] name) {
    char type = block.type() == 0 || block.type() == '7' ? '0' : block.type();
    boolean slash = name.length > 0 && name[name.length - 1] == '/';
    return type == '0' && slash ? '5' : type;
  }

  /** Links, devices, fifos and directories have none, whatever size their headers say. */
  private static boolean hasContent(char type) {
    return type == '0' || type == 'S' || type == 'D';
  }

  /** Null for what is skipped. */
  private @Nullable LayerEntry entry(
      TarBlock block, TarItem item, char type, String path, long size) throws TarException {
    if (layer && TarNames.isWhiteout(path)) {
      return TarNames.whiteout(path);
    }
    return switch (type) {
      case '0', 'S' -> new LayerEntry.RegularFile(path, attributes(block, item), size);
      case '5', 'D' -> new LayerEntry.Directory(path, attributes(block, item));
      case '1' -> new LayerEntry.HardLink(path, TarNames.clean(FileName.decode(item.link(block))));
      case '2' -> symlink(block, item, path);
      case '3', '4' -> device(block, item, path, type);
      case '6' -> new LayerEntry.Fifo(path, attributes(block, item));
      default -> throw new TarException("is of the unknown type '" + type + "'");
    };
  }

  /** The map of a sparse file; null for other files. */
  private @Nullable List<Long> sparseMap(TarBlock block, TarItem item, TarContent content)
      throws IOException {
    if (block.type() == 'S') {
      return oldSparseMap(block);
    }
    return item.pax.number("GNU.sparse.major", 0) == 1
        ? sparseMap(content)
        : item.pax.sparseNumbers();
  }

  private static long realSize(TarBlock block, TarItem item, long stored) throws TarException {
    return block.type() == 'S'
        ? block.sparseSize()
        : item.pax.number("GNU.sparse.realsize", item.pax.number("GNU.sparse.size", stored));
  }

  private List<Long> oldSparseMap(TarBlock block) throws IOException {
    List<Long> map = new ArrayList<>(block.headerSparsePieces());
    boolean more = block.headerSparseGoesOn();
    while (more) {
      TarBlock next = new TarBlock(small(TarHeader.BLOCK));
      map.addAll(next.blockSparsePieces());
      more = next.blockSparseGoesOn();
      checkPieces(map.size());
    }
    return map;
  }

  /** Version 1.0: the map is text at the beginning of the content, filled up to whole blocks. */
  private static List<Long> sparseMap(TarContent content) throws IOException {
    List<Long> map = new ArrayList<>();
    long before = content.left();
    long count = content.line();
    checkPieces(count);
    for (long i = 0; i < 2 * count; i++) {
      map.add(content.line());
    }
    content.skipNBytes(TarHeader.padding(before - content.left()));
    return map;
  }

  private static void checkPieces(long count) throws TarException {
    if (count > MAX_SPARSE_PIECES) {
      throw new TarException("has a sparse map of " + count + " pieces");
    }
  }

  private LayerEntry symlink(TarBlock block, TarItem item, String path) throws TarException {
    String target = FileName.decode(item.link(block));
    if (target.isEmpty() || target.indexOf('\0') >= 0) {
      throw new TarException("is a symbolic link to nowhere");
    }
    return new LayerEntry.Symlink(path, attributes(block, item), target);
  }

  private LayerEntry device(TarBlock block, TarItem item, String path, char type)
      throws TarException {
    int major = block.major();
    int minor = block.minor();
    if (layer && type == '3' && major == 0 && minor == 0) {
      return new LayerEntry.Whiteout(path); // what overlayfs takes it for
    }
    return new LayerEntry.Device(path, attributes(block, item), type == '4', major, minor);
  }

  private Attributes attributes(TarBlock block, TarItem item) throws TarException {
    try {
      Instant mtime = item.pax.mtime(Instant.ofEpochSecond(block.mtime()));
      long uid = item.pax.number("uid", block.uid());
      long gid = item.pax.number("gid", block.gid());
      SortedMap<String, ByteString> xattrs = item.pax.xattrs();
      if (layer) {
        xattrs
            .keySet()
            .removeIf(x -> x.startsWith("trusted.overlay.") || x.startsWith("user.overlay."));
      }
      return new Attributes(block.mode(), uid, gid, mtime, xattrs);
    } catch (DateTimeException e) {
      throw new TarException("has a time out of range", e);
    }
  }
}
