package dev.jbuild.cache.tree;

import dev.jbuild.oci.Digest;
import dev.jbuild.oci.layer.FileName;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;

/**
 * The canonical bytes of nodes: equal directories give equal bytes, different ones never do.
 *
 * <pre>
 * directory  = "jbuild-dir1" count (name entry)*      names in the order of their bytes, each once
 * root       = "jbuild-root1" entry                   the entry of the root directory itself
 * entry      = 'd' attributes digest                  directory: digest of its node
 *            | 'f' attributes size digest             regular file: SHA-256 of its content
 *            | 'l' attributes target                  symbolic link
 *            | 'b' | 'c' attributes major minor       device
 *            | 'p' attributes                         fifo
 * attributes = mode uid gid count (name value)*       extended attributes in the order of names
 * name, target, value = length bytes
 * digest     = 32 bytes of SHA-256
 * count, length, size, mode, uid, gid, major, minor   = unsigned LEB128 in its shortest form
 * </pre>
 */
final class NodeWriter {
  static final byte[] DIRECTORY = "jbuild-dir1".getBytes(StandardCharsets.US_ASCII);
  static final byte[] ROOT = "jbuild-root1".getBytes(StandardCharsets.US_ASCII);
  static final byte[] IDENTITY = "jbuild-id1".getBytes(StandardCharsets.US_ASCII);

  private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

  private NodeWriter() {}

  /** The node of a directory with these entries. */
  static byte[] directory(SortedMap<String, TreeEntry> entries) {
    NodeWriter writer = new NodeWriter();
    writer.out.writeBytes(DIRECTORY);
    writer.number(entries.size());
    entries.forEach(
        (name, entry) -> {
          writer.bytes(FileName.encode(name));
          writer.entry(entry);
        });
    return writer.out.toByteArray();
  }

  static byte[] root(TreeEntry.Directory entry) {
    return single(ROOT, entry);
  }

  /** What the identity of a single entry, without its name, is the digest of. */
  static byte[] identity(TreeEntry entry) {
    return single(IDENTITY, entry);
  }

  private static byte[] single(byte[] magic, TreeEntry entry) {
    NodeWriter writer = new NodeWriter();
    writer.out.writeBytes(magic);
    writer.entry(entry);
    return writer.out.toByteArray();
  }

  private void entry(TreeEntry entry) {
    switch (entry) {
      case TreeEntry.Directory directory -> {
        kind('d', directory);
        digest(directory.children());
      }
      case TreeEntry.RegularFile file -> {
        kind('f', file);
        number(file.size());
        digest(file.content());
      }
      case TreeEntry.Symlink link -> {
        kind('l', link);
        bytes(FileName.encode(link.target()));
      }
      case TreeEntry.Device device -> {
        kind(device.block() ? 'b' : 'c', device);
        number(Integer.toUnsignedLong(device.major()));
        number(Integer.toUnsignedLong(device.minor()));
      }
      case TreeEntry.Fifo fifo -> kind('p', fifo);
    }
  }

  private void kind(char kind, TreeEntry entry) {
    out.write(kind);
    TreeAttributes attributes = entry.attributes();
    number(attributes.mode());
    number(attributes.uid());
    number(attributes.gid());
    number(attributes.xattrs().size());
    if (!attributes.xattrs().isEmpty()) {
      SortedMap<String, byte[]> sorted = NodeReader.byName();
      attributes.xattrs().forEach((name, value) -> sorted.put(name, value.toByteArray()));
      for (Map.Entry<String, byte[]> attribute : sorted.entrySet()) {
        bytes(FileName.encode(attribute.getKey()));
        bytes(attribute.getValue());
      }
    }
  }

  private void digest(Digest digest) {
    if (!digest.algorithm().equals("sha256")) {
      throw new IllegalArgumentException("a tree is made of SHA-256 digests, not of " + digest);
    }
    out.writeBytes(HexFormat.of().parseHex(digest.hex()));
  }

  private void bytes(byte[] value) {
    number(value.length);
    out.writeBytes(value);
  }

  private void number(long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.write((int) (rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    out.write((int) rest);
  }
}
