package dev.jbuild.parser.ast;

import java.util.List;

/**
 * Where an instruction comes from.
 *
 * @param original the instruction as one logical line: continuations joined, heredocs left out
 * @param comments the comment lines right above it, without their {@code #}
 */
public record Origin(Location location, String original, List<String> comments) {
  public Origin {
    comments = List.copyOf(comments);
  }

  /** The text after {@code name} in the comment line that starts with it, or "" without one. */
  public String commentOn(String name) {
    return comments.stream()
        .filter(comment -> comment.startsWith(name + " "))
        .map(comment -> comment.substring(name.length() + 1))
        .findFirst()
        .orElse("");
  }
}
