package dev.jbuild.parser.expand;

import java.util.List;
import java.util.Set;

/**
 * What became of a word.
 *
 * @param text the whole as one string
 * @param words the same, split at blanks that are not quoted
 * @param matched the variables that were looked up and found
 * @param unmatched the variables that were looked up and not found
 */
public record Expansion(
    String text, List<String> words, Set<String> matched, Set<String> unmatched) {
  public Expansion {
    words = List.copyOf(words);
    matched = Set.copyOf(matched);
    unmatched = Set.copyOf(unmatched);
  }
}
