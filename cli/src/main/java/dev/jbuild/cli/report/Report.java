package dev.jbuild.cli.report;

import dev.jbuild.builder.history.BuildHistory;
import dev.jbuild.builder.report.BuildReport;
import dev.jbuild.cli.builds.BuildRow;
import dev.jbuild.cli.builds.LastLines;
import java.io.IOException;
import java.util.List;

/** The report of a build, in the forms that there are. */
public record Report(BuildReport report) {

  /** Lines for people. */
  public List<String> text() {
    return ReportText.of(report, name());
  }

  /** A page, whole and on its own. */
  public String page(BuildHistory history) throws IOException {
    return ReportPage.of(report, name(), LastLines.of(history, report.build(), step -> true));
  }

  private String name() {
    return BuildRow.name(report.build().subject());
  }
}
