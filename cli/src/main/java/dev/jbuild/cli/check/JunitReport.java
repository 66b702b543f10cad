package dev.jbuild.cli.check;

import dev.jbuild.parser.Diagnostic;
import dev.jbuild.parser.lint.Warning;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The report as JUnit XML, which CI servers show beside tests: a test case for each finding, which
 * has failed if the finding fails the check, and one that passes when there are none.
 */
final class JunitReport {
  private JunitReport() {}

  static String of(CheckedFile file) {
    List<String> cases = new ArrayList<>();
    for (Diagnostic error : file.report().errors()) {
      int line = error.location().startLine();
      cases.add(failed(file, "syntax", line, error.message(), error.hint()));
    }
    boolean strict = file.report().violation().isPresent();
    for (Warning warning : file.report().warnings()) {
      String rule = warning.rule().ruleName();
      int line = warning.location().startLine();
      String url = warning.rule().url();
      cases.add(
          strict
              ? failed(file, rule, line, warning.message(), url)
              : passed(file, rule, file.name() + ":" + line + ": " + warning.message()));
    }
    long failures = cases.stream().filter(each -> each.contains("<failure ")).count();
    if (cases.isEmpty()) {
      cases.add(passed(file, "no findings", ""));
    }
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"jbuild check\" tests=\""
        + cases.size()
        + "\" failures=\""
        + failures
        + "\" errors=\"0\" skipped=\"0\">\n"
        + String.join("", cases)
        + "</testsuite>";
  }

  private static String failed(
      CheckedFile file, String name, int line, String message, @Nullable String more) {
    return "%s>\n    <failure message=\"%s\">%s:%d%s</failure>\n  </testcase>\n"
        .formatted(
            start(file, name),
            escaped(message),
            escaped(file.name()),
            line,
            more == null ? "" : "\n" + escaped(more));
  }

  private static String passed(CheckedFile file, String name, String output) {
    return output.isEmpty()
        ? start(file, name) + "/>\n"
        : start(file, name)
            + ">\n    <system-out>"
            + escaped(output)
            + "</system-out>\n  </testcase>\n";
  }

  private static String start(CheckedFile file, String name) {
    return "  <testcase classname=\"%s\" name=\"%s\""
        .formatted(escaped(file.name()), escaped(name));
  }

  /** Without the control characters that XML has no way to write. */
  private static String escaped(String text) {
    return text.replaceAll("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f]", "?")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
