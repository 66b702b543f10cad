package dev.jbuild.parser.print;

import dev.jbuild.parser.syntax.HeredocWords;
import dev.jbuild.parser.syntax.Syntax;
import dev.jbuild.parser.syntax.SyntaxReader;
import dev.jbuild.parser.text.WhiteSpace;
import java.util.List;

/** Writes the paths of COPY, ADD and VOLUME: words where possible, else a JSON array. */
final class PathWords {
  private PathWords() {}

  static String of(List<String> words) {
    return arePlain(words, 0) ? String.join(" ", words) : JsonText.array(words);
  }

  /**
   * Whether the words can stand without quotes, are not taken for an array, and open just so many
   * heredocs.
   */
  static boolean arePlain(List<String> words, int heredocs) {
    return words.stream().allMatch(PathWords::isPlain)
        && opened(words) == heredocs
        && !isArray(String.join(" ", words));
  }

  /** Two words may open a heredoc together, which neither does alone. */
  private static int opened(List<String> words) {
    return HeredocWords.on(String.join(" ", words)).size();
  }

  private static boolean isArray(String text) {
    if (!text.startsWith("[")) {
      return false;
    }
    Syntax read = SyntaxReader.read("VOLUME " + text, '\\', 0);
    return read.statements().isEmpty() || read.statements().getFirst().arguments().array();
  }

  /**
   * The words without JSON, whose line could not open heredocs.
   *
   * @throws IllegalArgumentException if a path needs JSON
   */
  static String plain(List<String> words, int heredocs) {
    for (String word : words) {
      if (!isPlain(word)) {
        throw new IllegalArgumentException("no heredoc stands next to the path '" + word + "'");
      }
    }
    if (opened(words) != heredocs) {
      throw new IllegalArgumentException("no heredoc stands next to the path '<<'");
    }
    return String.join(" ", words);
  }

  /** Only some white space separates words, but all of it is trimmed at the ends of a line. */
  private static boolean isPlain(String word) {
    return !word.isEmpty()
        && word.equals(WhiteSpace.trim(word))
        && word.chars().noneMatch(c -> "\t\n\u000b\f\r ".indexOf(c) >= 0);
  }
}
