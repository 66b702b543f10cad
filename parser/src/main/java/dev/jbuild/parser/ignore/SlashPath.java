package dev.jbuild.parser.ignore;

import java.util.ArrayList;
import java.util.List;

/** Paths separated by slashes. */
final class SlashPath {
  private SlashPath() {}

  /** The shortest equivalent path: without empty parts, {@code .} and what {@code ..} undoes. */
  static String clean(String path) {
    boolean rooted = path.startsWith("/");
    List<String> parts = new ArrayList<>();
    for (String part : path.split("/", -1)) {
      if (part.equals("..") && !parts.isEmpty() && !parts.getLast().equals("..")) {
        parts.removeLast();
      } else if (!part.isEmpty() && !part.equals(".") && !(rooted && part.equals(".."))) {
        parts.add(part);
      }
    }
    String clean = String.join("/", parts);
    return rooted ? "/" + clean : clean.isEmpty() ? "." : clean;
  }
}
