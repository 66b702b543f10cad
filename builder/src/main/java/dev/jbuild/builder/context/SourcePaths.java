package dev.jbuild.builder.context;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds what the source words of COPY and ADD mean in a source. */
public final class SourcePaths {
  private static final int MAX_LINKS = 255;

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

  /** Tells where symbolic links lead. */
  @FunctionalInterface
  public interface Links {
    /** The target of the link at a path, or null when there is none. */
    @Nullable String target(String path) throws IOException;
  }

  /** As {@link #resolve(Links, String)}, inside a source. */
  public static String resolve(SourceView source, String path) throws IOException {
    return resolve(
        (String at) ->
            source.find(at).orElse(null) instanceof SourceEntry.Symlink link ? link.target() : null,
        path);
  }

  /**
   * Where a path leads when every link on it, also the last, is followed inside the root; {@code
   * ..} ends there. What does not exist is kept.
   */
  public static String resolve(Links links, String path) throws IOException {
    Deque<String> rest = new ArrayDeque<>(List.of(path.split("/", -1)));
    Deque<String> done = new ArrayDeque<>();
    int followed = 0;
    while (!rest.isEmpty()) {
      String name = rest.removeFirst();
      if (name.isEmpty() || name.equals(".")) {
        continue;
      }
      if (name.equals("..")) {
        done.pollLast();
        continue;
      }
      done.addLast(name);
      String target = links.target(String.join("/", done));
      if (target != null) {
        if (++followed > MAX_LINKS) {
          throw new FileSystemLoopException(path);
        }
        done.removeLast();
        if (target.startsWith("/")) {
          done.clear();
        }
        List.of(target.split("/", -1)).reversed().forEach(rest::addFirst);
      }
    }
    return String.join("/", done);
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
