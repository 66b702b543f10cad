package dev.jbuild.builder.explain;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Which step of an earlier build each step of a build corresponds to, although steps were inserted,
 * removed or changed in between: the pairs in order with the greatest sum of likenesses, as in
 * sequence alignment; then, for steps that changed places, those that are still the same.
 */
final class Alignment {
  private static final int SAME_KEY = 100;
  private static final int SAME_TEXT = 40;
  private static final int SAME_PARTS = 20;
  private static final int SAME_STAGE = 10;
  private static final int SAME_POSITION = 3;

  private final List<LoggedStep> now;
  private final List<LoggedStep> before;
  private final Map<Integer, LoggedStep> partners = new HashMap<>();

  private Alignment(List<LoggedStep> now, List<LoggedStep> before) {
    this.now = now;
    this.before = before;
  }

  static Alignment of(List<LoggedStep> now, List<LoggedStep> before) {
    Alignment alignment = new Alignment(now, before);
    alignment.inOrder();
    alignment.moved();
    return alignment;
  }

  /** The earlier step that became {@code step}. */
  Optional<LoggedStep> partner(LoggedStep step) {
    return Optional.ofNullable(partners.get(step.place().number()));
  }

  private void inOrder() {
    int[][] best = new int[now.size() + 1][before.size() + 1];
    for (int i = now.size() - 1; i >= 0; i--) {
      for (int j = before.size() - 1; j >= 0; j--) {
        int paired = likeness(now.get(i), before.get(j));
        best[i][j] =
            Math.max(
                Math.max(best[i + 1][j], best[i][j + 1]),
                paired > 0 ? paired + best[i + 1][j + 1] : 0);
      }
    }
    int i = 0;
    int j = 0;
    while (i < now.size() && j < before.size()) {
      int paired = likeness(now.get(i), before.get(j));
      if (paired > 0 && best[i][j] == paired + best[i + 1][j + 1]) {
        partners.put(now.get(i++).place().number(), before.get(j++));
      } else if (best[i][j] == best[i + 1][j]) {
        i++;
      } else {
        j++;
      }
    }
  }

  private void moved() {
    Set<LoggedStep> taken = new HashSet<>(partners.values());
    List<LoggedStep> left = new ArrayList<>(before);
    left.removeAll(taken);
    for (LoggedStep step : now) {
      if (!partners.containsKey(step.place().number())) {
        Optional<LoggedStep> same =
            left.stream().filter(other -> likeness(step, other) >= SAME_TEXT).findFirst();
        same.ifPresent(
            other -> {
              partners.put(step.place().number(), other);
              left.remove(other);
            });
      }
    }
  }

  /** 0 for steps that have nothing to do with each other. */
  private static int likeness(LoggedStep one, LoggedStep other) {
    if (!kind(one).equals(kind(other))) {
      return 0;
    }
    boolean sameKey = !one.key().isEmpty() && one.key().equals(other.key());
    boolean sameText = one.place().text().equals(other.place().text());
    boolean sameStage = one.place().stage().equals(other.place().stage());
    if (!sameKey && !sameText && !sameStage) {
      return 0;
    }
    boolean samePosition = sameStage && one.place().position() == other.place().position();
    return (sameKey ? SAME_KEY : 0)
        + (sameText ? SAME_TEXT : 0)
        + sharedParts(one, other)
        + (sameStage ? SAME_STAGE : 0)
        + (samePosition ? SAME_POSITION : 0);
  }

  private static int sharedParts(LoggedStep one, LoggedStep other) {
    Set<String> names = new HashSet<>(one.parts().keySet());
    names.addAll(other.parts().keySet());
    names.remove(LoggedStep.OP);
    if (names.isEmpty()) {
      return 0;
    }
    long equal =
        names.stream()
            .filter(name -> one.parts().containsKey(name))
            .filter(name -> Objects.equals(one.parts().get(name), other.parts().get(name)))
            .count();
    return (int) (SAME_PARTS * equal / names.size());
  }

  /** The {@code run} of {@code run 1}. */
  private static String kind(LoggedStep step) {
    String op = step.parts().getOrDefault(LoggedStep.OP, "");
    return op.substring(0, op.indexOf(' ') < 0 ? op.length() : op.indexOf(' '));
  }
}
