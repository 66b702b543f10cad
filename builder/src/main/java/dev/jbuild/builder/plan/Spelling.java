package dev.jbuild.builder.plan;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Finds the name that was probably meant. */
final class Spelling {
  private static final int MOST_CHANGES = 3;

  private Spelling() {}

  /** {@code " (did you mean build?)"}, or nothing when no name is near. */
  static String suggest(String typed, List<String> names) {
    String lower = typed.toLowerCase(Locale.ROOT);
    return names.stream()
        .filter(name -> distance(lower, name) <= Math.min(MOST_CHANGES, name.length() / 2))
        .min(Comparator.comparingInt(name -> distance(lower, name)))
        .map(name -> " (did you mean " + name + "?)")
        .orElse("");
  }

  /** The Levenshtein distance. */
  private static int distance(String one, String other) {
    int[] previous = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int[] row = new int[other.length() + 1];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int change = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(row[j - 1], previous[j]) + 1, previous[j - 1] + change);
      }
      previous = row;
    }
    return previous[other.length()];
  }
}
