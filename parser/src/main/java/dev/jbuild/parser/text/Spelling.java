package dev.jbuild.parser.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * Finds what a mistyped word was meant to be, where {@link Suggestion} is not held to what the
 * reference implementation offers. It has the rule of compilers and of git: what shares little more
 * than a letter or two is no help but a riddle.
 */
public final class Spelling {
  private static final int MOST_ERRORS = 2;

  /** So many letters must be there for each error. */
  private static final int LETTERS = 3;

  /** Nobody means another word by one that is longer; comparing takes the square of the length. */
  private static final int LONGEST = 200;

  private Spelling() {}

  /**
   * The first of the candidates with the fewest typing errors: one in words of three letters to
   * five, two in longer ones. Dashes that an option begins with are no letters.
   */
  public static Optional<String> nearest(String word, Collection<String> candidates) {
    if (word.length() > LONGEST) {
      return Optional.empty();
    }
    return candidates.stream()
        .filter(candidate -> near(word, candidate))
        .min(Comparator.comparingInt(candidate -> errors(word, candidate)));
  }

  private static boolean near(String word, String candidate) {
    int length = Math.max(letters(word), letters(candidate));
    int allowed = Math.min(MOST_ERRORS, length / LETTERS);
    return Math.abs(word.length() - candidate.length()) <= allowed
        && errors(word, candidate) <= allowed;
  }

  private static int letters(String word) {
    int dashes = 0;
    while (dashes < word.length() && word.charAt(dashes) == '-') {
      dashes++;
    }
    return word.length() - dashes;
  }

  /** Insertions, deletions, replacements and swaps of neighbours between two words. */
  static int errors(String left, String right) {
    int[][] distance = new int[left.length() + 1][right.length() + 1];
    for (int i = 0; i <= left.length(); i++) {
      for (int j = 0; j <= right.length(); j++) {
        distance[i][j] = i == 0 || j == 0 ? i + j : errorsAt(distance, left, right, i, j);
      }
    }
    return distance[left.length()][right.length()];
  }

  private static int errorsAt(int[][] distance, String left, String right, int i, int j) {
    boolean same = left.charAt(i - 1) == right.charAt(j - 1);
    int least =
        Math.min(
            distance[i - 1][j - 1] + (same ? 0 : 1),
            Math.min(distance[i - 1][j], distance[i][j - 1]) + 1);
    boolean swapped =
        i > 1
            && j > 1
            && left.charAt(i - 1) == right.charAt(j - 2)
            && left.charAt(i - 2) == right.charAt(j - 1);
    return swapped ? Math.min(least, distance[i - 2][j - 2] + 1) : least;
  }
}
