package dev.jbuild.parser.ignore;

import dev.jbuild.parser.text.Utf8;
import dev.jbuild.parser.text.WhiteSpace;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The patterns of a {@code .dockerignore} file. The last pattern that matches a path or one of its
 * parent directories decides; {@code !} takes paths back in. Immutable.
 *
 * @see <a href="https://docs.docker.com/build/concepts/context/#dockerignore-files">the rules</a>
 */
public final class IgnoreFile {
  /** Leaves nothing out. */
  public static final IgnoreFile EMPTY = new IgnoreFile(List.of());

  private final List<IgnorePattern> patterns;

  private IgnoreFile(List<IgnorePattern> patterns) {
    this.patterns = List.copyOf(patterns);
  }

  /** Reads a file. */
  public static IgnoreFile parse(byte[] bytes) throws IgnoreFileException {
    return of(readPatterns(bytes));
  }

  /** Takes patterns as they would stand in a file, one each; empty ones do not count. */
  public static IgnoreFile of(List<String> patterns) throws IgnoreFileException {
    List<IgnorePattern> compiled = new ArrayList<>();
    for (String pattern : patterns) {
      String trimmed = WhiteSpace.trim(pattern);
      if (!trimmed.isEmpty()) {
        compiled.add(IgnorePattern.parse(SlashPath.clean(trimmed)));
      }
    }
    return new IgnoreFile(compiled);
  }

  /** The patterns of a file in canonical form: comments and empty lines left out, paths cleaned. */
  static List<String> readPatterns(byte[] bytes) {
    List<String> patterns = new ArrayList<>();
    for (String line : Utf8.decode(bytes).split("\n", -1)) {
      String pattern = WhiteSpace.trim(line);
      if (line.startsWith("#") || pattern.isEmpty()) {
        continue;
      }
      boolean negated = pattern.startsWith("!");
      if (negated) {
        pattern = WhiteSpace.trim(pattern.substring(1));
      }
      if (!pattern.isEmpty()) {
        pattern = SlashPath.clean(pattern);
        boolean rooted = pattern.length() > 1 && pattern.startsWith("/");
        pattern = rooted ? pattern.substring(1) : pattern;
      }
      patterns.add(negated ? "!" + pattern : pattern);
    }
    return patterns;
  }

  /**
   * Whether a file or directory is left out.
   *
   * @param path relative to the context, separated by slashes
   */
  public boolean excludes(String path) {
    return excluding(path).isPresent();
  }

  /** The pattern by which a file or directory is left out; empty for one that is not. */
  public Optional<String> excluding(String path) {
    @Nullable IgnorePattern excluding = null;
    for (IgnorePattern pattern : patterns) {
      if (pattern.negated() == (excluding != null) && pattern.matchesOrParentMatches(path)) {
        excluding = pattern.negated() ? null : pattern;
      }
    }
    return Optional.ofNullable(excluding).map(IgnorePattern::toString);
  }

  /**
   * What the patterns say of a path, for the paths below it.
   *
   * @param matched which patterns match it or a directory above it
   */
  public record Verdict(boolean excluded, BitSet matched) {}

  /**
   * As {@link #excludes}, at the cost of looking at the last name of the path alone.
   *
   * @param parent the verdict on its directory, null for the root of the context
   */
  public Verdict verdict(@Nullable Verdict parent, String path) {
    BitSet matched = new BitSet(patterns.size());
    boolean excluded = false;
    for (int i = 0; i < patterns.size(); i++) {
      IgnorePattern pattern = patterns.get(i);
      if ((parent != null && parent.matched().get(i)) || pattern.matches(path)) {
        matched.set(i);
        excluded = !pattern.negated();
      }
    }
    return new Verdict(excluded, matched);
  }

  /**
   * Whether something below a directory may be part of the context. False only when nothing can be,
   * so that the directory need not be read.
   */
  public boolean mayIncludeBelow(String directory) {
    return !excludes(directory)
        || patterns.stream().anyMatch(p -> p.negated() && p.mayMatchBelow(directory));
  }

  /** Whether a pattern takes paths back in. */
  public boolean hasExceptions() {
    return patterns.stream().anyMatch(IgnorePattern::negated);
  }

  /** The patterns, cleaned, exclusions with their {@code !}. */
  public List<String> patterns() {
    return patterns.stream().map(IgnorePattern::toString).toList();
  }
}
