package dev.jbuild.builder.context;

import dev.jbuild.cache.tree.SymbolicLinks;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;

/** Finds what the source words of COPY and ADD mean in a source. */
public final class SourcePaths {
  private SourcePaths() {}

  /**
   * The paths that match a word: itself without wildcards, whether it exists or not. A pattern
   * never goes through a link below its first wildcard, and does not match again inside what it
   * matched.
   */
  public static List<String> match(SourceView source, String word) throws IOException {
    List<String> fixed = new ArrayList<>();
    List<String> pattern = new ArrayList<>();
    for (String name : names(word)) {
      boolean wild = !pattern.isEmpty() || Glob.hasWildcard(name);
      (wild ? pattern : fixed).add(name);
    }
    if (pattern.isEmpty()) {
      return List.of(String.join("/", fixed));
    }
    String base = resolve(source, String.join("/", fixed));
    List<String> matches = new ArrayList<>();
    if (source.find(base).orElse(null) instanceof SourceEntry.Directory) {
      match(source, base, pattern, matches);
    }
    return matches;
  }

  /** Whether a word means more than the one path that it is. */
  public static boolean hasWildcard(String word) {
    return names(word).stream().anyMatch(Glob::hasWildcard);
  }

  /** The directory that a pattern is looked for in: its names before the first wildcard. */
  public static String patternRoot(String word) {
    return names(word).stream()
        .takeWhile(name -> !Glob.hasWildcard(name))
        .collect(Collectors.joining("/"));
  }

  private static void match(
      SourceView source, String directory, List<String> pattern, List<String> matches)
      throws IOException {
    for (String name : source.names(directory)) {
      if (Glob.matches(pattern.getFirst(), name)) {
        String path = child(directory, name);
        if (pattern.size() == 1) {
          matches.add(path);
        } else if (source.find(path).orElse(null) instanceof SourceEntry.Directory) {
          match(source, path, pattern.subList(1, pattern.size()), matches);
        }
      }
    }
  }

  /** Where a path leads in a source when every link on it, also the last, is followed. */
  public static String resolve(SourceView source, String path) throws IOException {
    SymbolicLinks links =
        at ->
            source.find(at).orElse(null) instanceof SourceEntry.Symlink link ? link.target() : null;
    return links.resolve(path);
  }

  public static String child(String directory, String name) {
    return directory.isEmpty() ? name : directory + "/" + name;
  }

  /** The last name of a path, "" for the root. */
  public static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** A word as the path that it is without wildcards and links: {@code a/b}. */
  public static String clean(String word) {
    return String.join("/", names(word));
  }

  /** The names of a word, whose {@code ..} end at the root. */
  private static List<String> names(String word) {
    Deque<String> names = new ArrayDeque<>();
    for (String name : word.split("/", -1)) {
      if (name.equals("..")) {
        names.pollLast();
      } else if (!name.isEmpty() && !name.equals(".")) {
        names.addLast(name);
      }
    }
    return List.copyOf(names);
  }
}
