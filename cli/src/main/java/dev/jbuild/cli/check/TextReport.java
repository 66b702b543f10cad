package dev.jbuild.cli.check;

import dev.jbuild.parser.Diagnostic;
import dev.jbuild.parser.Severity;
import dev.jbuild.parser.check.CheckReport;
import dev.jbuild.parser.lint.Warning;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The report for people. */
final class TextReport {
  private TextReport() {}

  static String of(CheckedFile file) {
    CheckReport report = file.report();
    List<String> parts = new ArrayList<>();
    for (Diagnostic error : report.errors()) {
      parts.add(error.render(file.name(), file.source()));
    }
    for (Warning warning : report.warnings()) {
      parts.add(diagnostic(warning).render(file.name(), file.source()));
    }
    Optional<String> violation = report.violation();
    violation.ifPresent(text -> parts.add("error: " + text));
    parts.add(
        "%s: %s, %s"
            .formatted(
                file.name(),
                count(report.errors().size(), "error"),
                count(report.warnings().size(), "warning")));
    return String.join("\n", parts);
  }

  private static Diagnostic diagnostic(Warning warning) {
    String url = warning.rule().url();
    return new Diagnostic(
        Severity.WARNING,
        warning.location(),
        warning.message() + " [" + warning.rule().ruleName() + "]",
        url.isEmpty() ? null : "see " + url);
  }

  private static String count(int number, String word) {
    return number + " " + word + (number == 1 ? "" : "s");
  }
}
