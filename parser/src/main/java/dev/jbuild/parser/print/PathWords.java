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
    String line = String.join(" ", words);
    return words.stream().allMatch(PathWords::isWord)
        && line.equals(WhiteSpace.trim(line))
        && opened(words) == heredocs
        && !isArray(line);
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
      if (!isWord(word)) {
        throw new IllegalArgumentException("no heredoc stands next to the path '" + word + "'");
      }
    }
    String line = String.join(" ", words);
    if (opened(words) != heredocs || !line.equals(WhiteSpace.trim(line))) {
      throw new IllegalArgumentException("no heredoc stands next to the paths " + line);
    }
    return line;
  }

  /** Only some white space separates words, but all of it is trimmed at the ends of a line. */
  private static boolean isWord(String word) {
    return !word.isEmpty() && word.chars().noneMatch(c -> "\t\n\u000b\f\r ".indexOf(c) >= 0);
  }
}
