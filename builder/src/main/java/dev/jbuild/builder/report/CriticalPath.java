package dev.jbuild.builder.report;

import dev.jbuild.builder.explain.LoggedStep;
import dev.jbuild.builder.explain.Outcome;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The chain of steps, each waiting for the one before, that took longest: a build is not faster
 * than that, however many steps run side by side.
 */
final class CriticalPath {
  private final Map<Integer, LoggedStep> steps = new HashMap<>();
  private final Map<Integer, Duration> longest = new HashMap<>();

  private CriticalPath(Collection<LoggedStep> all) {
    all.forEach(step -> steps.put(step.place().number(), step));
  }

  /** The numbers of its steps, but for those that were taken from the cache. */
  static Set<Integer> of(List<LoggedStep> all) {
    CriticalPath path = new CriticalPath(all);
    Set<Integer> numbers = new HashSet<>();
    LoggedStep step = path.last(path.steps.keySet());
    while (step != null && numbers.add(step.place().number())) {
      step = path.last(step.inputs());
    }
    all.stream()
        .filter(each -> each.outcome() == Outcome.CACHED)
        .forEach(each -> numbers.remove(each.place().number()));
    return numbers;
  }

  /** The one of those whose chain took longest. */
  private @Nullable LoggedStep last(Collection<Integer> numbers) {
    int best = 0;
    Duration most = Duration.ZERO;
    for (int number : numbers) {
      Duration taken = until(number);
      if (taken.compareTo(most) > 0) {
        most = taken;
        best = number;
      }
    }
    return steps.get(best);
  }

  /** How long the chain up to the end of a step took. */
  private Duration until(int number) {
    LoggedStep step = steps.get(number);
    if (step == null) {
      return Duration.ZERO;
    }
    Duration known = longest.get(number);
    if (known == null) {
      longest.put(number, Duration.ZERO); // a log that was tampered with may lead in a circle
      Duration before = Duration.ZERO;
      for (int input : step.inputs()) {
        Duration one = until(input);
        before = one.compareTo(before) > 0 ? one : before;
      }
      known = before.plus(step.duration());
      longest.put(number, known);
    }
    return known;
  }
}
