package dev.jbuild.cache.tree;

import dev.jbuild.oci.Digest;
import dev.jbuild.oci.layer.ByteString;
import java.util.SortedMap;

/** What a tree has under a name. */
public sealed interface TreeEntry {
  TreeAttributes attributes();

  default int mode() {
    return attributes().mode();
  }

  default long uid() {
    return attributes().uid();
  }

  default long gid() {
    return attributes().gid();
  }

  default SortedMap<String, ByteString> xattrs() {
    return attributes().xattrs();
  }

  /** A directory; {@code children} is the digest of the node that lists its entries. */
  record Directory(TreeAttributes attributes, Digest children) implements TreeEntry {}

  /** A regular file of {@code size} bytes; {@code content} is their SHA-256. */
  record RegularFile(TreeAttributes attributes, Digest content, long size) implements TreeEntry {
    public RegularFile {
      if (size < 0) {
        throw new IllegalArgumentException("negative size");
      }
    }
  }

  /** A symbolic link. Linux gives all of them the mode 0777, so that is what they have here. */
  record Symlink(TreeAttributes attributes, String target) implements TreeEntry {
    public Symlink {
      attributes = attributes.withMode(0777);
    }
  }

  record Device(TreeAttributes attributes, boolean block, int major, int minor)
      implements TreeEntry {}

  record Fifo(TreeAttributes attributes) implements TreeEntry {}
}
