package dev.jbuild.parser.text;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds what somebody probably meant to write. */
public final class Suggestion {
  private static final int TOO_FAR = 3;

  /** Nobody means another word by one that is longer; comparing takes the square of the length. */
  private static final int LONGEST = 200;

  private Suggestion() {}

  /** The first of the nearest options at most two edits away, or null; null for an exact match. */
  public static @Nullable String near(String word, List<String> options) {
    String nearest = null;
    int distance = TOO_FAR;
    if (word.length() > LONGEST) {
      return null;
    }
    for (String option : options) {
      if (option.equals(word)) {
        return null;
      }
      int candidate = distance(word, option);
      if (candidate < distance) {
        distance = candidate;
        nearest = option;
      }
    }
    return nearest;
  }

  public static String append(String message, @Nullable String suggestion) {
    return suggestion == null ? message : message + " (did you mean " + suggestion + "?)";
  }

  /** Levenshtein's distance; anything that must be too far is not counted out. */
  private static int distance(String from, String to) {
    if (Math.abs(from.length() - to.length()) >= TOO_FAR) {
      return TOO_FAR;
    }
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
