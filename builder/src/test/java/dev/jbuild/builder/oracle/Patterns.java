package dev.jbuild.builder.oracle;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Which paths an ignore file leaves out: the last pattern that fits a path or a directory above.
 */
final class Patterns {
  private final List<String> patterns;

  Patterns(List<String> patterns) {
    this.patterns = patterns;
  }

  boolean excludes(String path) {
    boolean excluded = false;
    for (String pattern : patterns) {
      boolean negated = pattern.startsWith("!");
      if (fits(negated ? pattern.substring(1) : pattern, path)) {
        excluded = !negated;
      }
    }
    return excluded;
  }

  /** What is left of a context; a directory stays with what stays in it. */
  FileSet visible(FileSet files) {
    FileSet visible = files.copy();
    for (String path : files.nodes().descendingKeySet()) {
      Node node = files.nodes().get(path);
      boolean empty = node == null || !node.isDirectory() || visible.names(path).isEmpty();
      if (excludes(path) && empty) {
        visible.remove(path);
      }
    }
    return visible;
  }

  private static boolean fits(String pattern, String path) {
    Pattern whole = wildcard(pattern);
    for (String at = path; !at.isEmpty(); at = FileSet.parent(at)) {
      if (whole.matcher(at).matches()) {
        return true;
      }
    }
    return false;
  }

  /** Two stars and a slash are any number of directories, one star is anything within a name. */
  static Pattern wildcard(String pattern) {
    StringBuilder regex = new StringBuilder();
    String rest = pattern;
    while (rest.startsWith("**/")) {
      regex.append("(.*/)?");
      rest = rest.substring(3);
    }
    for (int i = 0; i < rest.length(); i++) {
      char c = rest.charAt(i);
      switch (c) {
        case '*' -> regex.append("[^/]*");
        case '?' -> regex.append("[^/]");
        default -> regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }
}
