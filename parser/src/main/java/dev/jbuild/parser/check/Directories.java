package dev.jbuild.parser.check;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Pattern;

/** Paths of images, by their text alone. */
final class Directories {
  private static final Pattern DRIVE = Pattern.compile("[cC]:[/\\\\].*", Pattern.DOTALL);

  private Directories() {}

  /** The path seen from an absolute directory, without {@code .} and {@code ..}. */
  static String join(String directory, String path) {
    Deque<String> parts = new ArrayDeque<>();
    String whole = path.startsWith("/") ? path : directory + "/" + path;
    for (String part : whole.split("/", -1)) {
      if (part.equals("..")) {
        parts.pollLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.addLast(part);
      }
    }
    return "/" + String.join("/", parts);
  }

  /** The path without {@code .}, {@code ..} and double slashes; "." for nothing. */
  static String clean(String path) {
    if (path.startsWith("/")) {
      return join("/", path);
    }
    Deque<String> parts = new ArrayDeque<>();
    for (String part : path.split("/", -1)) {
      boolean up = part.equals("..") && !parts.isEmpty() && !"..".equals(parts.peekLast());
      if (up) {
        parts.pollLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.addLast(part);
      }
    }
    return parts.isEmpty() ? "." : String.join("/", parts);
  }

  static boolean isAbsolute(String path, String os) {
    if (path.startsWith("/")) {
      return true;
    }
    return os.equals("windows") && (path.startsWith("\\") || DRIVE.matcher(path).matches());
  }
}
