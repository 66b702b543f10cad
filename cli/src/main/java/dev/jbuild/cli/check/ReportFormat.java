package dev.jbuild.cli.check;

/** The forms of a report. */
public enum ReportFormat {
  /** For people: excerpts with a caret. */
  TEXT,
  JSON,
  /** SARIF 2.1.0, which code hosts and editors read. */
  SARIF,
  /** Workflow commands that annotate the lines of a pull request on GitHub. */
  GITHUB,
  /** JUnit XML, which CI servers show beside tests. */
  JUNIT;

  /** The report without a newline at its end. */
  public String write(CheckedFile file) {
    return switch (this) {
      case TEXT -> TextReport.of(file);
      case JSON -> JsonReport.of(file);
      case SARIF -> SarifReport.of(file);
      case GITHUB -> GithubReport.of(file);
      case JUNIT -> JunitReport.of(file);
    };
  }
}
