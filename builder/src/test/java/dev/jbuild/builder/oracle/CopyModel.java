package dev.jbuild.builder.oracle;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What docker's COPY and ADD do to an image, for the cases that projects have. */
final class CopyModel {
  /** A match of a source word: where it leads and the name that a file keeps. */
  private record Match(String path, String name) {}

  private final FileSet image;
  private final FileSet source;
  private final Instruction.Copy copy;
  private final Patterns excludes;
  private final List<String> selected = new ArrayList<>();

  /**
   * @param copy with all its words expanded and an absolute destination
   */
  CopyModel(FileSet image, FileSet source, Instruction.Copy copy) {
    this.image = image;
    this.source = source;
    this.copy = copy;
    this.excludes = new Patterns(copy.excludes());
  }

  /** Copies, and tells the names and the content of exactly what was selected. */
  String run() throws Impossible {
    String owner = copy.chown();
    if (owner != null && owner.startsWith("app") && image.get("etc/passwd") == null) {
      throw new Impossible("a named owner without names");
    }
    for (String word : copy.sources()) {
      selected.add("word " + word);
      List<Match> matches = matches(word);
      if (matches.isEmpty()) {
        throw new Impossible("nothing is " + word);
      }
      for (Match match : matches) {
        copy(match);
      }
    }
    return selected.toString();
  }

  private List<Match> matches(String word) throws Impossible {
    List<String> found = new ArrayList<>(List.of(""));
    for (String part : word.split("/", -1)) {
      if (!part.isEmpty() && !part.equals(".")) {
        List<String> next = new ArrayList<>();
        for (String directory : found) {
          for (String name : source.names(directory)) {
            if (Patterns.wildcard(part).matcher(name).matches()) {
              next.add(FileSet.child(directory, name));
            }
          }
        }
        found = next;
      }
    }
    List<Match> matches = new ArrayList<>();
    for (String path : found) {
      matches.add(new Match(followed(path), FileSet.name(path)));
    }
    return matches;
  }

  /** Links lead to names beside them, and maybe to each other. */
  private String followed(String path) throws Impossible {
    Set<String> seen = new HashSet<>();
    String at = path;
    while (seen.add(at)) {
      Node node = node(at);
      if (node.kind() != Node.Kind.LINK) {
        return at;
      }
      at = FileSet.child(FileSet.parent(at), node.data());
    }
    throw new Impossible("links that lead to each other at " + path);
  }

  private void copy(Match match) throws Impossible {
    Node node = node(match.path());
    if (node.isDirectory()) {
      selected.add("directory");
      String place = clean(copy.destination());
      image.makeDirectories(place, implied());
      children(match.path(), place, "");
      return;
    }
    if (excludes.excludes(match.name())) {
      return;
    }
    selected.add("file " + match.name() + node);
    FileSet archive = copy.add() ? Archives.files(node.data()) : null;
    if (archive != null) {
      unpack(archive);
    } else {
      file(place(match.name()), node);
    }
  }

  private String place(String name) throws Impossible {
    String place = clean(copy.destination());
    if (copy.destination().endsWith("/")) {
      image.makeDirectories(place, implied());
    }
    Node there = image.get(place);
    return there != null && there.isDirectory() ? FileSet.child(place, name) : place;
  }

  private void children(String directory, String place, String inside) throws Impossible {
    for (String name : source.names(directory)) {
      String relative = FileSet.child(inside, name);
      if (excludes.excludes(relative)) {
        continue;
      }
      String path = FileSet.child(directory, name);
      String target = FileSet.child(place, name);
      Node node = node(path);
      selected.add(relative + node);
      if (node.isDirectory()) {
        Node there = image.get(target);
        if (there != null && !there.isDirectory()) {
          throw new Impossible("a directory over " + target);
        }
        image.put(target, changed(node));
        children(path, target, relative);
      } else {
        file(target, node);
      }
    }
  }

  private void file(String place, Node node) throws Impossible {
    Node there = image.get(place);
    if (there != null && there.isDirectory()) {
      throw new Impossible("a file over " + place);
    }
    image.makeDirectories(FileSet.parent(place), implied());
    image.put(place, changed(node));
  }

  private void unpack(FileSet archive) throws Impossible {
    String root = clean(copy.destination());
    image.makeDirectories(root, owned(Node.directory(0755))); // --chmod is not for archives
    for (Map.Entry<String, Node> entry : archive.nodes().entrySet()) {
      String path = FileSet.child(root, entry.getKey());
      Node there = image.get(path);
      if (there != null && there.isDirectory() != entry.getValue().isDirectory()) {
        throw new Impossible("an archive over " + path);
      }
      image.makeDirectories(FileSet.parent(path), Node.directory(0755));
      image.put(path, owned(entry.getValue()));
    }
  }

  private Node node(String path) throws Impossible {
    Node node = source.get(path);
    if (node == null) {
      throw new Impossible("nothing at " + path);
    }
    return node;
  }

  private static String clean(String destination) {
    return destination.replaceAll("^/+|/+$", "");
  }

  private Node implied() {
    return owned(Node.directory(isOctal() ? mode(0755) : 0755));
  }

  private Node changed(Node node) {
    return node.kind() == Node.Kind.LINK ? owned(node) : owned(node.withMode(mode(node.mode())));
  }

  private Node owned(Node node) {
    String owner = copy.chown();
    if (owner == null) {
      return node;
    }
    int colon = owner.indexOf(':');
    long[] ids = Model.user(image, colon < 0 ? owner : owner.substring(0, colon));
    long gid = colon < 0 ? ids[1] : Long.parseLong(owner.substring(colon + 1));
    return node.withOwner(ids[0], gid);
  }

  private boolean isOctal() {
    String chmod = copy.chmod();
    return chmod != null && Character.isDigit(chmod.charAt(0));
  }

  private int mode(int mode) {
    @Nullable String chmod = copy.chmod();
    if (chmod == null) {
      return mode;
    }
    return switch (chmod) {
      case "a-w" -> mode & ~0222;
      case "u+x" -> mode | 0100;
      default -> Integer.parseInt(chmod, 8);
    };
  }
}
