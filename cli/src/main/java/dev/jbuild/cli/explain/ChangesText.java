package dev.jbuild.cli.explain;

import dev.jbuild.builder.explain.Explanation;
import dev.jbuild.builder.explain.LoggedStep;
import dev.jbuild.builder.explain.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What changed for one step since the build before: its own causes, and those of its inputs. */
public final class ChangesText {
  private ChangesText() {}

  /** Lines in the form of an explanation; none when nothing changed or nothing is known. */
  public static List<String> of(Explanation explanation, int step) {
    Map<Integer, LoggedStep> steps = new HashMap<>();
    explanation.build().steps().forEach(each -> steps.put(each.place().number(), each));
    Set<Integer> needed = new HashSet<>();
    need(step, steps, needed);
    CauseText causes = new CauseText(steps, false);
    List<String> lines = new ArrayList<>();
    for (Verdict verdict : explanation.verdicts()) {
      List<String> told = causes.lines(verdict.causes());
      if (needed.contains(verdict.step().place().number()) && !told.isEmpty()) {
        lines.add(ExplanationText.line(verdict.step()));
        lines.addAll(told);
      }
    }
    return lines;
  }

  private static void need(int number, Map<Integer, LoggedStep> steps, Set<Integer> needed) {
    LoggedStep step = steps.get(number);
    if (step != null && needed.add(number)) {
      step.inputs().forEach(input -> need(input, steps, needed));
    }
  }
}
