package dev.jbuild.cli.report;

import dev.jbuild.builder.explain.BuildLog;
import dev.jbuild.builder.explain.LoggedStep;
import dev.jbuild.builder.explain.Outcome;
import dev.jbuild.builder.explain.Verdict;
import dev.jbuild.builder.report.BuildReport;
import dev.jbuild.cli.explain.VerdictText;
import dev.jbuild.cli.text.Quantity;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The timeline: a row for each step, which opens to why it ran and what it wrote last. */
record StepRows(ImageSection section, Map<Integer, List<String>> output) {

  void write(Html html) {
    section.open(
        html, "timeline", "Timeline", "open a step to see why it ran and what it wrote last");
    html.add(
        "<ul class=\"legend\"><li><i style=\"background:var(--critical)\"></i>critical path: the",
        " build cannot be faster than these steps together</li>",
        "<li><i style=\"background:var(--ran)\"></i>ran</li>",
        "<li><i style=\"background:var(--cached)\"></i>cached</li>",
        "<li><i style=\"background:var(--failed)\"></i>failed</li></ul>",
        "<div class=\"scale\" aria-hidden=\"true\"><span>");
    BuildReport report = section.report();
    Duration taken = report.build().taken();
    html.element("i", "0s").element("i", Quantity.seconds(taken.dividedBy(2)));
    html.element("i", Quantity.seconds(taken)).add("</span></div><ol class=\"steps\">");
    VerdictText verdicts = new VerdictText(report.explanation());
    report.explanation().verdicts().stream()
        .filter(verdict -> section.has(verdict.step()))
        .forEach(verdict -> row(html, verdict, verdicts));
    html.add("</ol></section>\n");
  }

  private void row(Html html, Verdict verdict, VerdictText verdicts) {
    LoggedStep step = verdict.step();
    int number = step.place().number();
    boolean critical = section.image().critical().contains(number);
    html.add("<li class=\"", kind(step.outcome()), critical ? " critical" : "", "\"");
    html.add(" id=\"", Html.text(section.prefix()), "step-", String.valueOf(number), "\"><details");
    html.add(step.outcome() == Outcome.FAILED ? " open" : "", "><summary>");
    html.add("<span class=\"what mono\" title=\"", Html.text(step.place().text()), "\">");
    html.add(
        "<span class=\"mark\">", critical ? "<abbr title=\"critical path\">&#9670;</abbr>" : "");
    html.add("</span>");
    html.element("b", step.place().label());
    html.add(Html.text(step.place().text().lines().findFirst().orElse(""))).add("</span>");
    bar(html, step);
    html.element("span class=\"num\"", time(step));
    long bytes = step.work().bytes();
    html.element("span class=\"num soft size\"", bytes == 0 ? "" : Quantity.size(bytes));
    html.add("</summary><div class=\"more\">");
    more(html, verdict, verdicts);
    html.add("</div></details></li>");
  }

  private void bar(Html html, LoggedStep step) {
    BuildLog build = section.report().build();
    double whole = Math.max(1, build.taken().toMillis());
    double left = Math.min(100, 100 * step.work().begun().toMillis() / whole);
    double width = Math.min(100 - left, 100 * step.duration().toMillis() / whole);
    html.add("<span class=\"bar\" role=\"img\" aria-label=\"", Html.text(spoken(step)), "\">");
    if (step.outcome() != Outcome.NOT_DONE) {
      html.add(
          String.format(Locale.ROOT, "<span style=\"left:%.2f%%;width:%.2f%%\">", left, width));
      html.add("</span>");
    }
    html.add("</span>");
  }

  private static String spoken(LoggedStep step) {
    Duration begun = step.work().begun();
    return step.outcome() == Outcome.NOT_DONE
        ? "not done"
        : "from "
            + Quantity.seconds(begun)
            + " to "
            + Quantity.seconds(begun.plus(step.duration()));
  }

  private static String time(LoggedStep step) {
    return switch (step.outcome()) {
      case CACHED -> "cached";
      case NOT_DONE -> "not done";
      default -> Quantity.seconds(step.duration());
    };
  }

  private static String kind(Outcome outcome) {
    return switch (outcome) {
      case CACHED -> "cached";
      case FAILED -> "failed";
      default -> "ran";
    };
  }

  private void more(Html html, Verdict verdict, VerdictText verdicts) {
    LoggedStep.Place place = verdict.step().place();
    html.add("<p class=\"soft\">").add(Html.text(VerdictText.verb(verdict.step().outcome())));
    html.add(", line ", String.valueOf(place.line())).add("</p>");
    if (place.text().lines().count() > 1) {
      html.element("pre", place.text());
    }
    List<String> causes = verdicts.causes(verdict);
    if (!causes.isEmpty()) {
      html.add("<ul>");
      causes.forEach(cause -> html.element("li class=\"mono\"", cause.strip()));
      html.add("</ul>");
    }
    List<String> lines = output.getOrDefault(place.number(), List.of());
    if (!lines.isEmpty()) {
      html.element("pre", String.join("\n", lines));
    }
  }
}
