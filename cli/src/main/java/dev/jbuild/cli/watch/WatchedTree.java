package dev.jbuild.cli.watch;

import dev.jbuild.parser.ignore.IgnoreFile;
import java.nio.file.Path;
import java.util.Set;

/**
 * A directory whose files count, less some.
 *
 * @param root absolute
 * @param ignored what its ignore file leaves out
 * @param always files that count all the same, absolute; those out of the directory as well
 * @param never files and directories that do not, absolute, because the build itself writes them
 */
public record WatchedTree(Path root, IgnoreFile ignored, Set<Path> always, Set<Path> never) {
  public WatchedTree {
    always = Set.copyOf(always);
    never = Set.copyOf(never);
  }

  boolean counts(Path file) {
    if (always.contains(file)) {
      return true;
    }
    return file.startsWith(root)
        && !file.equals(root)
        && !isWritten(file)
        && !ignored.excludes(root.relativize(file).toString());
  }

  /** Whether a file that counts may be below a directory. */
  boolean mayCountBelow(Path directory) {
    if (directory.equals(root)) {
      return true;
    }
    String path = root.relativize(directory).toString();
    return !isWritten(directory) && (!ignored.excludes(path) || ignored.mayIncludeBelow(path));
  }

  private boolean isWritten(Path file) {
    return never.stream().anyMatch(file::startsWith);
  }
}
