package dev.jbuild.builder.ops;

import dev.jbuild.builder.context.ReadableSource;
import dev.jbuild.builder.context.SourceEntry;
import dev.jbuild.builder.context.SourcePaths;
import dev.jbuild.builder.context.SourceView;
import dev.jbuild.parser.ignore.IgnoreFile;
import dev.jbuild.parser.ignore.IgnoreFileException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;

/** What {@code --exclude} leaves out of a copied directory, by paths relative to that. */
final class Excludes {
  private final IgnoreFile patterns;

  private Excludes(IgnoreFile patterns) {
    this.patterns = patterns;
  }

  static Excludes of(List<String> patterns) throws CopyException {
    try {
      return new Excludes(patterns.isEmpty() ? IgnoreFile.EMPTY : IgnoreFile.of(patterns));
    } catch (IgnoreFileException e) {
      throw new CopyException("--exclude: " + e.getMessage(), e);
    }
  }

  /** Whether nothing is ever left out. */
  boolean isEmpty() {
    return patterns.patterns().isEmpty();
  }

  /** Whether a file that is copied by its own name is left out. */
  boolean leavesOut(String name) {
    return patterns.excludes(name);
  }

  /**
   * Whether what is at {@code path} is left out; a directory is not when something in it is not.
   */
  boolean leavesOut(ReadableSource source, String path, String inside) throws IOException {
    return leavesOut(source::find, source::names, path, inside);
  }

  /** The same of something that is only looked at. */
  boolean leavesOut(SourceView source, String path, String inside) throws IOException {
    return leavesOut(source::find, source::names, path, inside);
  }

  private interface Find {
    Optional<SourceEntry> at(String path) throws IOException;
  }

  private interface Names {
    List<String> in(String directory) throws IOException;
  }

  private boolean leavesOut(Find find, Names names, String path, String inside) throws IOException {
    if (inside.isEmpty() || !patterns.excludes(inside)) {
      return false;
    }
    SourceEntry entry = find.at(path).orElseThrow(() -> new NoSuchFileException("/" + path));
    if (entry instanceof SourceEntry.Directory && patterns.mayIncludeBelow(inside)) {
      for (String name : names.in(path)) {
        String child = SourcePaths.child(path, name);
        if (!leavesOut(find, names, child, SourcePaths.child(inside, name))) {
          return false;
        }
      }
    }
    return true;
  }
}
