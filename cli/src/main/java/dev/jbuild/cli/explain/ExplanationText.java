package dev.jbuild.cli.explain;

import dev.jbuild.builder.explain.BuildLog;
import dev.jbuild.builder.explain.Explanation;
import dev.jbuild.builder.explain.LoggedStep;
import dev.jbuild.builder.explain.Outcome;
import dev.jbuild.builder.explain.Verdict;
import dev.jbuild.cli.text.Quantity;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The explanation for people: a line for each step, and below it why it ran. */
final class ExplanationText {
  private ExplanationText() {}

  static String of(Explanation explanation, boolean all) {
    BuildLog build = explanation.build();
    Map<Integer, LoggedStep> steps = new HashMap<>();
    build.steps().forEach(step -> steps.put(step.place().number(), step));
    CauseText causes = new CauseText(steps, all);
    List<String> lines = new ArrayList<>();
    lines.add(title(explanation));
    for (Verdict verdict : explanation.verdicts()) {
      lines.add(line(verdict.step()));
      lines.addAll(causes.lines(verdict.causes()));
    }
    return String.join("\n", lines);
  }

  private static String title(Explanation explanation) {
    return explanation.build().subject().context()
        + ": "
        + summary(explanation.build())
        + (explanation.before() == null ? "; no earlier build of it is known" : "");
  }

  private static String summary(BuildLog build) {
    String of = " of " + build.steps().size() + " steps ";
    long would = build.count(Set.of(Outcome.WOULD_RUN));
    long may = build.count(Set.of(Outcome.DEPENDS));
    long ran = build.count(Set.of(Outcome.RAN));
    if (would + may > 0) {
      return would
          + of
          + "would run"
          + (may == 0 ? "" : ", and " + may + " if those give other files than before");
    }
    if (build.failed()) {
      long failed = build.count(Set.of(Outcome.FAILED));
      long open = build.count(Set.of(Outcome.NOT_DONE));
      String rest = open == 0 ? "" : ", " + open + (open == 1 ? " was" : " were") + " not done";
      return ran + of + "ran, " + failed + " failed" + rest + when(build);
    }
    return ran == 0
        ? "all " + build.steps().size() + " steps are in the cache"
        : ran + of + "ran" + when(build);
  }

  private static String when(BuildLog build) {
    return ", in "
        + Quantity.seconds(build.taken())
        + ", at "
        + build.begun().truncatedTo(ChronoUnit.SECONDS);
  }

  static String line(LoggedStep step) {
    LoggedStep.Place place = step.place();
    boolean timed = step.outcome() == Outcome.RAN || step.outcome() == Outcome.FAILED;
    String time = timed ? " " + Quantity.seconds(step.duration()) : "";
    return String.format(Locale.ROOT, "%-10s ", CauseText.verb(step.outcome()) + time)
        + place.label()
        + " "
        + ScreenSafe.text(place.text().lines().findFirst().orElse(""));
  }
}
