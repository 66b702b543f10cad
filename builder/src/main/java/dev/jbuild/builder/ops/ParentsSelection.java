package dev.jbuild.builder.ops;

import dev.jbuild.builder.context.SourceEntry;
import dev.jbuild.builder.context.SourcePaths;
import dev.jbuild.builder.context.SourceView;
import dev.jbuild.builder.plan.CopySource;
import dev.jbuild.parser.ignore.IgnoreFile;
import dev.jbuild.parser.ignore.IgnoreFileException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** What a word of COPY --parents selects: matches and the directories on the way to them. */
final class ParentsSelection {

  /**
   * Something that is copied to {@code inside} below the destination: with all that is in it, or a
   * directory on the way, alone.
   */
  record Picked(String path, String inside, boolean whole) {}

  private final SourceView source;

  /** Leaves out all but what the pattern takes. */
  private final IgnoreFile pattern;

  private final Deque<Picked> way = new ArrayDeque<>();
  private final List<Picked> picked = new ArrayList<>();

  private ParentsSelection(SourceView source, IgnoreFile pattern) {
    this.source = source;
    this.pattern = pattern;
  }

  /**
   * The files, a directory before what is in it.
   *
   * @throws Selection.NotFoundException when a word without wildcards names nothing
   */
  static List<Picked> of(SourceView source, CopySource.Parents word) throws IOException {
    String whole = SourcePaths.clean(word.root() + "/" + word.pattern());
    boolean wild = SourcePaths.hasWildcard(whole);
    if (!wild && source.find(SourcePaths.resolve(source, whole)).isEmpty()) {
      throw new Selection.NotFoundException("/" + whole, source.description());
    }
    String taken = word.pattern().isEmpty() ? "**" : word.pattern();
    ParentsSelection selection;
    try {
      selection = new ParentsSelection(source, IgnoreFile.of(List.of("**", "!" + taken)));
    } catch (IgnoreFileException e) {
      throw new CopyException("COPY --parents " + word.pattern() + ": " + e.getMessage(), e);
    }
    for (Selection.Match root : Selection.of(source, word.root())) {
      if (source.find(root.path()).orElse(null) instanceof SourceEntry.Directory) {
        selection.walk(root.path(), "");
      }
    }
    return selection.picked;
  }

  private void walk(String directory, String inside) throws IOException {
    for (String name : source.names(directory)) {
      String path = SourcePaths.child(directory, name);
      String below = SourcePaths.child(inside, name);
      if (!pattern.excludes(below)) {
        picked.addAll(way);
        way.clear();
        picked.add(new Picked(path, below, true));
      } else if (pattern.mayIncludeBelow(below)
          && source.find(path).orElse(null) instanceof SourceEntry.Directory) {
        way.addLast(new Picked(path, below, false));
        walk(path, below);
        way.pollLast(); // there only when nothing in it was taken
      }
    }
  }
}
