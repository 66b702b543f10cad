package dev.jbuild.parser.print;

import dev.jbuild.parser.text.WhiteSpace;
import java.util.List;

/** Writes the paths of COPY, ADD and VOLUME: words where possible, else a JSON array. */
final class PathWords {
  private PathWords() {}

  static String of(List<String> words) {
    return arePlain(words) ? plain(words) : JsonText.array(words);
  }

  /** Whether the words can stand without quotes, and are not taken for an array. */
  static boolean arePlain(List<String> words) {
    return !words.getFirst().startsWith("[") && words.stream().allMatch(PathWords::isPlain);
  }

  /**
   * The words without JSON, whose line could not open heredocs.
   *
   * @throws IllegalArgumentException if a path needs JSON
   */
  static String plain(List<String> words) {
    for (String word : words) {
      if (!isPlain(word)) {
        throw new IllegalArgumentException("no heredoc stands next to the path '" + word + "'");
      }
    }
    return String.join(" ", words);
  }

  private static boolean isPlain(String word) {
    return !word.isEmpty() && word.chars().noneMatch(WhiteSpace::isSpace);
  }
}
