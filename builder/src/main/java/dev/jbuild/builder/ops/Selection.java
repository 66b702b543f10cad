package dev.jbuild.builder.ops;

import dev.jbuild.builder.context.SourceEntry;
import dev.jbuild.builder.context.SourcePaths;
import dev.jbuild.builder.context.SourceView;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.layer.FileName;
import java.io.IOException;
import java.security.MessageDigest;
import java.time.Instant;
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
   * @throws NotFoundException when a word without wildcards names nothing, or the directory that a
   *     pattern begins with is missing
   */
  static List<Match> of(SourceView source, String word) throws IOException {
    List<Match> selected = new ArrayList<>();
    for (String match : SourcePaths.match(source, word)) {
      String path = SourcePaths.resolve(source, match);
      if (source.find(path).isEmpty()) {
        throw notFound(source, word, SourcePaths.clean(word));
      }
      selected.add(new Match(word, path, SourcePaths.name(match)));
    }
    String root = SourcePaths.patternRoot(word);
    if (selected.isEmpty() && source.find(SourcePaths.resolve(source, root)).isEmpty()) {
      throw notFound(source, word, root);
    }
    return selected;
  }

  private static NotFoundException notFound(SourceView source, String word, String path)
      throws IOException {
    return new NotFoundException(
        "/" + path, source.description() + NotFoundHint.of(source, word, path));
  }

  /** What a word selects, for an action key: names and identities of what is not left out. */
  static String describe(SourceView source, List<Match> matches, Excludes excludes)
      throws IOException {
    List<String> lines = new ArrayList<>();
    for (Match match : matches) {
      Optional<SourceEntry> entry = source.find(match.path());
      boolean directory = entry.orElse(null) instanceof SourceEntry.Directory;
      if (!directory && excludes.leavesOut(match.name())) {
        continue;
      }
      // A directory gives only its contents, so its own name does not count.
      lines.add(
          (directory ? "/" : match.name())
              + " "
              + (directory
                  ? identity(source, match.path(), "", excludes)
                  : source.identity(match.path())));
    }
    return String.join("\n", lines);
  }

  /** The same of what comes with its directories. */
  static String describeParents(
      SourceView source, List<ParentsSelection.Picked> picked, Excludes excludes)
      throws IOException {
    List<String> lines = new ArrayList<>();
    for (ParentsSelection.Picked each : picked) {
      if (!excludes.leavesOut(source, each.path(), each.inside())) {
        SourceEntry entry = source.find(each.path()).orElseThrow();
        boolean directory = entry instanceof SourceEntry.Directory;
        lines.add(
            (directory ? attributes(entry) + " " : "")
                + each.inside()
                + (each.whole()
                    ? " " + identity(source, each.path(), each.inside(), excludes)
                    : ""));
      }
    }
    return String.join("\n", lines);
  }

  private static Digest identity(SourceView source, String path, String inside, Excludes excludes)
      throws IOException {
    boolean directory = source.find(path).orElseThrow() instanceof SourceEntry.Directory;
    if (excludes.isEmpty() || !directory) {
      return source.identity(path);
    }
    MessageDigest sha256 = Digest.newSha256();
    for (String name : source.names(path)) {
      String child = SourcePaths.child(path, name);
      String below = SourcePaths.child(inside, name);
      if (!excludes.leavesOut(source, child, below)) {
        String line =
            attributes(source.find(child).orElseThrow())
                + identity(source, child, below, excludes)
                + name;
        sha256.update(FileName.encode(line));
        sha256.update((byte) 0);
      }
    }
    return Digest.ofSha256(sha256);
  }

  private static String attributes(SourceEntry entry) {
    return entry.attributes().withMtime(Instant.EPOCH).toString();
  }

  /** Nothing is where a COPY or ADD looks. */
  static final class NotFoundException extends CopyException {
    private static final long serialVersionUID = 1L;

    NotFoundException(String path, String where) {
      super("\"" + path + "\": not found in " + where);
    }
  }
}
