package dev.jbuild.cli.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what a mistyped word was meant to be. */
public final class Spelling {
  private Spelling() {}

  /** The candidate at most two typing errors away, or a third of the word if that is less. */
  public static Optional<String> nearest(String word, Collection<String> candidates) {
    int allowed = Math.min(2, Math.max(1, word.length() / 3));
    return candidates.stream()
        .filter(candidate -> errors(word, candidate) <= allowed)
        .min(Comparator.comparingInt(candidate -> errors(word, candidate)));
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
