package dev.jbuild.builder.ops;

import dev.jbuild.builder.context.SourceEntry;
import dev.jbuild.builder.context.SourcePaths;
import dev.jbuild.builder.context.SourceView;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.layer.FileName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

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

  /**
   * What is copied, for an action key: names and identities.
   *
   * @param excluded whether a path relative to a copied directory is left out; null for none is
   */
  static String describe(
      SourceView source, List<Match> matches, @Nullable Predicate<String> excluded)
      throws IOException {
    List<String> lines = new ArrayList<>();
    for (Match match : matches) {
      Optional<SourceEntry> entry = source.find(match.path());
      boolean directory = entry.orElse(null) instanceof SourceEntry.Directory;
      if (excluded == null) {
        // A directory gives only its contents, so its own name does not count.
        lines.add((directory ? "/" : match.name()) + " " + source.identity(match.path()));
      } else if (directory) {
        lines.add("/ " + identity(source, match.path(), "", excluded));
      } else if (!excluded.test(match.name())) {
        lines.add(match.name() + " " + source.identity(match.path()));
      }
    }
    return String.join("\n", lines);
  }

  /** The identity of what is left in a directory. */
  private static Digest identity(
      SourceView source, String directory, String inside, Predicate<String> excluded)
      throws IOException {
    MessageDigest sha256 = Digest.newSha256();
    for (String name : source.names(directory)) {
      String relative = SourcePaths.child(inside, name);
      if (excluded.test(relative)) {
        continue;
      }
      String path = SourcePaths.child(directory, name);
      Digest identity = source.identity(path);
      String kind = "";
      if (source.find(path).orElse(null) instanceof SourceEntry.Directory child) {
        identity = identity(source, path, relative, excluded);
        kind = child.attributes().withMtime(Instant.EPOCH).toString();
      }
      sha256.update(FileName.encode(name));
      sha256.update(("\0" + kind + "\0" + identity + "\0").getBytes(StandardCharsets.UTF_8));
    }
    return Digest.ofSha256(sha256);
  }

  /** Nothing is where a COPY or ADD looks. */
  static final class NotFoundException extends CopyException {
    private static final long serialVersionUID = 1L;

    NotFoundException(String path, String where) {
      super("\"" + path + "\": not found in " + where);
    }
  }
}
