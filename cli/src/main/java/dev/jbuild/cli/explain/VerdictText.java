package dev.jbuild.cli.explain;

import dev.jbuild.builder.explain.Explanation;
import dev.jbuild.builder.explain.LoggedStep;
import dev.jbuild.builder.explain.Outcome;
import dev.jbuild.builder.explain.Verdict;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The causes of single steps in words. */
public final class VerdictText {
  private final CauseText causes;

  public VerdictText(Explanation explanation) {
    Map<Integer, LoggedStep> steps = new HashMap<>();
    explanation.build().steps().forEach(step -> steps.put(step.place().number(), step));
    this.causes = new CauseText(steps, false);
  }

  /** Why a step ran, a line for each cause. */
  public List<String> causes(Verdict verdict) {
    return causes.lines(verdict.causes());
  }

  /** The outcome in a word or two. */
  public static String verb(Outcome outcome) {
    return CauseText.verb(outcome);
  }
}
