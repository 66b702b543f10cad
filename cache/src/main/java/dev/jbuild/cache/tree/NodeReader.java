package dev.jbuild.cache.tree;

import dev.jbuild.oci.Digest;
import dev.jbuild.oci.layer.ByteString;
import dev.jbuild.oci.layer.FileName;
import dev.jbuild.oci.layer.LayerEntry;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads what {@link NodeWriter} wrote. The bytes have been verified against their digest, so any
 * fault means that they are no node: an IllegalArgumentException, of which {@link TreeStore} makes
 * lost content.
 */
final class NodeReader {
  private final byte[] bytes;
  private int position;

  private NodeReader(byte[] bytes, byte[] magic) {
    this.bytes = bytes;
    this.position = magic.length;
    if (!Arrays.equals(magic, Arrays.copyOf(bytes, magic.length))) {
      throw new IllegalArgumentException("not a tree node");
    }
  }

  static <V> SortedMap<String, V> byName() {
    return new TreeMap<>(NodeReader::compareNames);
  }

  /** The order of {@link LayerEntry#comparePaths}, without encoding names that are ASCII. */
  static int compareNames(String one, String other) {
    int length = Math.min(one.length(), other.length());
    for (int i = 0; i < length; i++) {
      char a = one.charAt(i);
      char b = other.charAt(i);
      if (a != b) {
        return a < 0x80 && b < 0x80 ? a - b : LayerEntry.comparePaths(one, other);
      }
    }
    return one.length() - other.length();
  }

  static SortedMap<String, TreeEntry> directory(byte[] bytes) {
    NodeReader reader = new NodeReader(bytes, NodeWriter.DIRECTORY);
    SortedMap<String, TreeEntry> entries = byName();
    for (long count = reader.number(); count > 0; count--) {
      String name = FileName.decode(reader.bytes());
      entries.put(name, reader.entry());
    }
    reader.end();
    return entries;
  }

  static TreeEntry.Directory root(byte[] bytes) {
    NodeReader reader = new NodeReader(bytes, NodeWriter.ROOT);
    TreeEntry entry = reader.entry();
    reader.end();
    if (entry instanceof TreeEntry.Directory directory) {
      return directory;
    }
    throw new IllegalArgumentException("the root of a tree is a directory");
  }

  private TreeEntry entry() {
    byte kind = next();
    TreeAttributes attributes = attributes();
    return switch (kind) {
      case 'd' -> new TreeEntry.Directory(attributes, digest());
      case 'f' -> {
        long size = number();
        yield new TreeEntry.RegularFile(attributes, digest(), size);
      }
      case 'l' -> new TreeEntry.Symlink(attributes, FileName.decode(bytes()));
      case 'b', 'c' ->
          new TreeEntry.Device(attributes, kind == 'b', (int) number(), (int) number());
      case 'p' -> new TreeEntry.Fifo(attributes);
      default -> throw new IllegalArgumentException("unknown kind of tree entry: " + kind);
    };
  }

  private TreeAttributes attributes() {
    int mode = (int) number();
    long uid = number();
    long gid = number();
    long count = number();
    SortedMap<String, ByteString> xattrs =
        count == 0 ? Collections.emptySortedMap() : new TreeMap<>();
    for (; count > 0; count--) {
      String name = FileName.decode(bytes());
      xattrs.put(name, ByteString.of(bytes()));
    }
    return new TreeAttributes(mode, uid, gid, xattrs);
  }

  private Digest digest() {
    return new Digest("sha256", HexFormat.of().formatHex(take(32)));
  }

  private byte[] bytes() {
    long length = number();
    if (length > bytes.length) {
      throw new IllegalArgumentException("tree node ends early");
    }
    return take((int) length);
  }

  private byte[] take(int length) {
    if (length > bytes.length - position) {
      throw new IllegalArgumentException("tree node ends early");
    }
    position += length;
    return Arrays.copyOfRange(bytes, position - length, position);
  }

  private long number() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte next = next();
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("number too long in a tree node");
  }

  private byte next() {
    if (position >= bytes.length) {
      throw new IllegalArgumentException("tree node ends early");
    }
    return bytes[position++];
  }

  private void end() {
    if (position != bytes.length) {
      throw new IllegalArgumentException("more bytes after a tree node");
    }
  }
}
