package dev.jbuild.cli.check;

import dev.jbuild.cli.text.IndentedJson;
import dev.jbuild.parser.Diagnostic;
import dev.jbuild.parser.ast.Location;
import dev.jbuild.parser.check.CheckReport;
import dev.jbuild.parser.lint.Warning;
import java.util.LinkedHashMap;
import java.util.Map;

/** The report as one JSON object, documented in docs/checks/README.md. */
final class JsonReport {
  private JsonReport() {}

  static String of(CheckedFile file) {
    CheckReport report = file.report();
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("file", file.name());
    object.put("failed", report.failed());
    object.put("errors", report.errors().stream().map(JsonReport::error).toList());
    object.put("warnings", report.warnings().stream().map(JsonReport::warning).toList());
    report.violation().ifPresent(text -> object.put("violation", text));
    return IndentedJson.of(object);
  }

  private static Map<String, Object> error(Diagnostic error) {
    Map<String, Object> object = new LinkedHashMap<>();
    putPlace(object, error.location());
    object.put("message", error.message());
    String hint = error.hint();
    if (hint != null) {
      object.put("hint", hint);
    }
    return object;
  }

  private static Map<String, Object> warning(Warning warning) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("rule", warning.rule().ruleName());
    putPlace(object, warning.location());
    object.put("message", warning.message());
    object.put("description", warning.rule().description());
    object.put("url", warning.rule().url());
    return object;
  }

  private static void putPlace(Map<String, Object> object, Location location) {
    object.put("line", (long) location.startLine());
    object.put("column", (long) location.startColumn());
    object.put("endLine", (long) location.endLine());
  }
}
