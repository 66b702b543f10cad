package dev.jbuild.cli.report;

import dev.jbuild.builder.explain.BuildLog;
import dev.jbuild.builder.explain.LoggedStep;
import dev.jbuild.builder.explain.Outcome;
import dev.jbuild.builder.report.BuildReport;
import dev.jbuild.builder.report.ImageReport;
import dev.jbuild.builder.report.LayerFiles;
import dev.jbuild.cli.explain.ScreenSafe;
import dev.jbuild.cli.explain.VerdictText;
import dev.jbuild.cli.text.Quantity;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The report for a terminal. */
final class ReportText {
  private static final int MOST_HIDDEN = 10;

  private ReportText() {}

  static List<String> of(BuildReport report, String name) {
    List<String> lines = new ArrayList<>();
    BuildLog build = report.build();
    String result = build.ending() == null ? "" : build.ending().result().toString();
    lines.add(
        "build %s of %s: %s in %s, %d of %d steps cached, %s"
            .formatted(
                build.id(),
                name,
                result,
                Quantity.seconds(build.taken()),
                build.count(Set.of(Outcome.CACHED)),
                build.steps().size(),
                build.begun().truncatedTo(ChronoUnit.SECONDS)));
    report.images().forEach(image -> image(report, image, lines));
    return lines;
  }

  private static void image(BuildReport report, ImageReport image, List<String> lines) {
    lines.add("");
    if (!image.platform().isEmpty()) {
      lines.add("for " + image.platform() + ":");
    }
    lines.add("steps (* the critical path)");
    report.build().steps().stream()
        .filter(step -> image.steps().contains(step.place().number()))
        .forEach(step -> lines.add(line(step, image.critical())));
    layers(report, image, lines);
    hidden(image, lines);
  }

  private static String line(LoggedStep step, Set<Integer> critical) {
    boolean timed = step.outcome() == Outcome.RAN || step.outcome() == Outcome.FAILED;
    long bytes = step.work().bytes();
    return String.format(
        Locale.ROOT,
        "%s %-8s %7s %8s  %s %s",
        critical.contains(step.place().number()) ? "*" : " ",
        VerdictText.verb(step.outcome()),
        timed ? Quantity.seconds(step.duration()) : "",
        bytes == 0 ? "" : Quantity.size(bytes),
        step.place().label(),
        ScreenSafe.text(step.place().text().lines().findFirst().orElse("")));
  }

  private static void layers(BuildReport report, ImageReport image, List<String> lines) {
    if (image.layers().isEmpty()) {
      return;
    }
    lines.add("");
    lines.add("layers, with their biggest files");
    int number = 0;
    for (LayerFiles layer : image.layers()) {
      String wasted =
          layer.wasted() == 0 ? "" : ", " + Quantity.size(layer.wasted()) + " of it wasted";
      lines.add(
          String.format(
              Locale.ROOT,
              "%3d %8s%s  %s",
              ++number,
              Quantity.size(layer.bytes()),
              wasted,
              ScreenSafe.text(LayerTables.maker(report, layer.step()))));
      layer.biggest().stream()
          .limit(3)
          .forEach(file -> lines.add(line("    ", file.bytes(), file.path(), "")));
    }
  }

  private static void hidden(ImageReport image, List<String> lines) {
    if (image.hidden().isEmpty()) {
      return;
    }
    long bytes = image.hidden().stream().mapToLong(LayerFiles.Hidden::bytes).sum();
    lines.add("");
    lines.add("wasted: " + Quantity.size(bytes) + " in files that a later layer hides");
    for (LayerFiles.Hidden file : image.hidden().stream().limit(MOST_HIDDEN).toList()) {
      String fate = file.replaced() ? "replaced" : "deleted";
      String how = "  (layer " + file.layer() + ", " + fate + " by " + file.by() + ")";
      lines.add(line("", file.bytes(), file.path(), how));
    }
  }

  private static String line(String indent, long bytes, String path, String more) {
    return String.format(
        Locale.ROOT, "%s%8s  /%s%s", indent, Quantity.size(bytes), ScreenSafe.text(path), more);
  }
}
