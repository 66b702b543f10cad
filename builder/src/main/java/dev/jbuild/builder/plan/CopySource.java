package dev.jbuild.builder.plan;

/** Something that COPY or ADD copies. */
public sealed interface CopySource {

  /** What {@code path}, which may hold wildcards, names in the input with that number. */
  record FromInput(int input, String path) implements CopySource {}

  /** A file that a heredoc gives. */
  record Inline(String name, String text) implements CopySource {}
}
