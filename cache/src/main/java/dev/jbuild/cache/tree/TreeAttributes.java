package dev.jbuild.cache.tree;

import dev.jbuild.oci.layer.Attributes;
import dev.jbuild.oci.layer.ByteString;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** The attributes that are part of a file's identity: all of {@link Attributes} but the time. */
public record TreeAttributes(int mode, long uid, long gid, SortedMap<String, ByteString> xattrs) {
  /** What a directory gets that no layer has an entry for. */
  public static final TreeAttributes IMPLIED_DIRECTORY =
      new TreeAttributes(0755, 0, 0, Collections.emptySortedMap());

  public TreeAttributes {
    if ((mode & ~07777) != 0) {
      throw new IllegalArgumentException("permission bits only: 0" + Integer.toOctalString(mode));
    }
    xattrs =
        xattrs.isEmpty()
            ? Collections.emptySortedMap()
            : Collections.unmodifiableSortedMap(new TreeMap<>(xattrs));
  }

  public static TreeAttributes of(Attributes attributes) {
    return new TreeAttributes(
        attributes.mode(), attributes.uid(), attributes.gid(), attributes.xattrs());
  }

  public Attributes at(Instant mtime) {
    return new Attributes(mode, uid, gid, mtime, xattrs);
  }

  TreeAttributes withMode(int value) {
    return new TreeAttributes(value, uid, gid, xattrs);
  }
}
