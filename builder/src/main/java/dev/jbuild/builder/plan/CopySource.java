package dev.jbuild.builder.plan;

/** Something that COPY or ADD copies. */
public sealed interface CopySource {

  /** Whether an archive is unpacked. */
  default boolean unpack() {
    return false;
  }

  /**
   * What {@code path}, which may hold wildcards, names in the input with that number; {@code
   * unpack} unpacks archives.
   */
  record FromInput(int input, String path, boolean unpack) implements CopySource {}

  /**
   * With {@code --parents}: what {@code pattern} matches below {@code root}, where it keeps its
   * directories. Both may hold wildcards, the pattern also {@code **}.
   */
  record Parents(int input, String root, String pattern) implements CopySource {

    /** The two as one word. */
    public String word() {
      return root + "/./" + pattern;
    }

    /** Reads a source word; {@code /./} parts the two. */
    static Parents of(int input, String word) {
      int pivot = word.indexOf("/./");
      String root = pivot < 0 ? "/" : word.substring(0, pivot);
      String pattern = pivot < 0 ? word : word.substring(pivot + 3);
      return new Parents(input, root, Paths.resolve("/", pattern).substring(1));
    }
  }

  /** The one file of an input that is a download, called {@code name}. */
  record Downloaded(int input, String name, boolean unpack) implements CopySource {}

  /** A file that a heredoc gives. */
  record Inline(String name, String text) implements CopySource {}
}
