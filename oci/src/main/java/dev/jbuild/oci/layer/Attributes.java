package dev.jbuild.oci.layer;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What every file has besides its content: the permission bits (07777), the owner's ids (0 to
 * 2^32-1), the time of the last change and the extended attributes by name.
 */
public record Attributes(
    int mode, long uid, long gid, Instant mtime, SortedMap<String, ByteString> xattrs) {
  private static final long MAX_ID = 0xFFFF_FFFFL;

  public Attributes {
    if ((mode & ~07777) != 0) {
      throw new IllegalArgumentException("permission bits only: 0" + Integer.toOctalString(mode));
    }
    if (uid < 0 || uid > MAX_ID || gid < 0 || gid > MAX_ID) {
      throw new IllegalArgumentException("ids are 0 to 4294967295: " + uid + ":" + gid);
    }
    // A build may have as many of these as it has files, and hardly any with extended attributes.
    xattrs =
        xattrs.isEmpty()
            ? Collections.emptySortedMap()
            : Collections.unmodifiableSortedMap(new TreeMap<>(xattrs));
  }

  public static Attributes of(int mode, long uid, long gid, Instant mtime) {
    return new Attributes(mode, uid, gid, mtime, Collections.emptySortedMap());
  }

  public Attributes withMode(int value) {
    return new Attributes(value, uid, gid, mtime, xattrs);
  }

  public Attributes withOwner(long newUid, long newGid) {
    return new Attributes(mode, newUid, newGid, mtime, xattrs);
  }

  public Attributes withMtime(Instant value) {
    return new Attributes(mode, uid, gid, value, xattrs);
  }

  /** These attributes with {@code latest} in the place of a later time. */
  public Attributes notAfter(Instant latest) {
    return mtime.isAfter(latest) ? withMtime(latest) : this;
  }
}
