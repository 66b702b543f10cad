package dev.jbuild.builder.plan;

import java.util.ArrayDeque;
import java.util.Deque;

/** Paths of an image, which are text and never those of this machine. */
final class Paths {
  private Paths() {}

  /** {@code path} seen from the directory {@code from}: absolute, without dots. */
  static String resolve(String from, String path) {
    Deque<String> names = new ArrayDeque<>();
    String whole = path.startsWith("/") ? path : from + "/" + path;
    for (String name : whole.split("/", -1)) {
      if (name.equals("..")) {
        names.pollLast();
      } else if (!name.isEmpty() && !name.equals(".")) {
        names.addLast(name);
      }
    }
    return "/" + String.join("/", names);
  }

  /** As {@link #resolve}, but what must be a directory keeps or gets a slash at its end. */
  static String destination(String from, String path) {
    String resolved = resolve(from, path);
    boolean directory =
        path.isEmpty() || path.equals(".") || path.endsWith("/") || path.endsWith("/.");
    return directory && !resolved.equals("/") ? resolved + "/" : resolved;
  }
}
