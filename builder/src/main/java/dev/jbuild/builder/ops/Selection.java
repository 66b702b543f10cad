package dev.jbuild.builder.ops;

import dev.jbuild.builder.context.SourceEntry;
import dev.jbuild.builder.context.SourcePaths;
import dev.jbuild.builder.context.SourceView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the source words of a COPY or ADD select. */
final class Selection {

  /**
   * Something that a word names: {@code path} is where it leads when all links are followed, {@code
   * name} its own last name.
   */
  record Match(String word, String path, String name) {}

  private Selection() {}

  /**
   * The matches of a word; a pattern may have none.
   *
   * @throws NotFoundException when a word without wildcards names nothing
   */
  static List<Match> of(SourceView source, String word) throws IOException {
    List<Match> selected = new ArrayList<>();
    for (String match : SourcePaths.match(source, word)) {
      String path = SourcePaths.resolve(source, match);
      if (source.find(path).isEmpty()) {
        throw new NotFoundException("/" + SourcePaths.clean(word), source.description());
      }
      selected.add(new Match(word, path, SourcePaths.name(match)));
    }
    return selected;
  }

  /** The words and what they select, for an action key: names and identities. */
  static String describe(SourceView source, List<Match> matches) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Match match : matches) {
      Optional<SourceEntry> entry = source.find(match.path());
      boolean directory = entry.orElse(null) instanceof SourceEntry.Directory;
      // A directory gives only its contents, so its own name does not count.
      lines.add((directory ? "/" : match.name()) + " " + source.identity(match.path()));
    }
    return String.join("\n", lines);
  }

  /** Nothing is where a COPY or ADD looks. */
  static final class NotFoundException extends CopyException {
    private static final long serialVersionUID = 1L;

    NotFoundException(String path, String where) {
      super("\"" + path + "\": not found in " + where);
    }
  }
}
