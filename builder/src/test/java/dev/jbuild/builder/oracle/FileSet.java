package dev.jbuild.builder.oracle;

import dev.jbuild.oci.Digest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Files by their path, without a slash at either end; the root is not among them. */
final class FileSet {
  private final NavigableMap<String, Node> nodes;

  FileSet(Map<String, Node> nodes) {
    this.nodes = new TreeMap<>(nodes);
  }

  FileSet copy() {
    return new FileSet(nodes);
  }

  NavigableMap<String, Node> nodes() {
    return nodes;
  }

  @Nullable Node get(String path) {
    return path.isEmpty() ? Node.directory(0755) : nodes.get(path);
  }

  void put(String path, Node node) {
    nodes.put(path, node);
  }

  /** The names in a directory, in order. */
  List<String> names(String directory) {
    String start = directory.isEmpty() ? "" : directory + "/";
    List<String> names = new ArrayList<>();
    for (String path : nodes.tailMap(start, true).keySet()) {
      if (!path.startsWith(start)) {
        break;
      }
      String rest = path.substring(start.length());
      if (!rest.isEmpty() && rest.indexOf('/') < 0) {
        names.add(rest);
      }
    }
    return names;
  }

  void remove(String path) {
    nodes.keySet().removeIf(each -> each.equals(path) || each.startsWith(path + "/"));
  }

  /** Makes what is missing of a directory. */
  void makeDirectories(String path, Node like) throws Impossible {
    if (path.isEmpty()) {
      return;
    }
    Node there = get(path);
    if (there == null) {
      makeDirectories(parent(path), like);
      put(path, like);
    } else if (!there.isDirectory()) {
      throw new Impossible("a directory over " + path);
    }
  }

  static String parent(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  static String child(String directory, String name) {
    return directory.isEmpty() ? name : directory + "/" + name;
  }

  /** Equal for equal files. */
  String fingerprint() {
    return Digest.sha256(nodes.toString().getBytes(StandardCharsets.UTF_8)).hex();
  }
}
