package dev.jbuild.cache.layer;

import dev.jbuild.oci.layer.LayerEntry;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The names in foreign tars. */
final class TarNames {
  private static final String AUFS = ".wh..wh.";

  private TarNames() {}

  /** The path inside the root; {@code ..} of the root is the root. */
  static String clean(String name) throws TarException {
    if (name.indexOf('\0') >= 0) {
      throw new TarException("has NUL in its name");
    }
    Deque<String> path = new ArrayDeque<>();
    for (String part : name.split("/", -1)) {
      if (part.equals("..")) {
        path.pollLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        path.addLast(part);
      }
    }
    return String.join("/", path);
  }

  /** Whether any name of the path has the meaning of a deletion. */
  static boolean isWhiteout(String path) {
    return path.startsWith(TarWriter.WHITEOUT) || path.contains("/" + TarWriter.WHITEOUT);
  }

  /** What it deletes; null for the own files of aufs, which mean nothing to others. */
  static @Nullable LayerEntry whiteout(String path) throws TarException {
    int slash = path.lastIndexOf('/');
    String parent = path.substring(0, Math.max(slash, 0));
    String name = path.substring(slash + 1);
    if (name.equals(TarWriter.OPAQUE) && !isWhiteout(parent)) {
      return new LayerEntry.Opaque(parent);
    }
    if (path.startsWith(AUFS) || path.contains("/" + AUFS)) {
      return null;
    }
    String hidden = name.startsWith(TarWriter.WHITEOUT) ? name.substring(4) : "";
    if (isWhiteout(parent) || hidden.isEmpty() || hidden.equals(".") || hidden.equals("..")) {
      throw new TarException("is no valid deletion");
    }
    return new LayerEntry.Whiteout(parent.isEmpty() ? hidden : parent + "/" + hidden);
  }
}
