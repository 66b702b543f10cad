package dev.jbuild.cli.check;

import dev.jbuild.cli.text.IndentedJson;
import dev.jbuild.parser.Diagnostic;
import dev.jbuild.parser.ast.Location;
import dev.jbuild.parser.lint.Rule;
import dev.jbuild.parser.lint.Warning;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The report in the Static Analysis Results Interchange Format.
 *
 * @see <a href="https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html">SARIF 2.1.0</a>
 */
final class SarifReport {
  private static final String SCHEMA =
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

  /** The rule that errors are reported under; it comes after the build checks. */
  private static final String ERROR_RULE = "InvalidDockerfile";

  private static final List<Rule> RULES = List.of(Rule.values());

  private final CheckedFile file;

  private SarifReport(CheckedFile file) {
    this.file = file;
  }

  static String of(CheckedFile file) {
    return IndentedJson.of(new SarifReport(file).log());
  }

  private Map<String, Object> log() {
    Map<String, Object> log = new LinkedHashMap<>();
    log.put("$schema", SCHEMA);
    log.put("version", "2.1.0");
    log.put("runs", List.of(run()));
    return log;
  }

  private Map<String, Object> run() {
    Map<String, Object> run = new LinkedHashMap<>();
    run.put("tool", Map.of("driver", driver()));
    run.put("columnKind", "unicodeCodePoints");
    List<Object> results = new ArrayList<>();
    for (Diagnostic error : file.report().errors()) {
      results.add(result(ERROR_RULE, RULES.size(), "error", error.message(), error.location()));
    }
    String level = file.report().violation().isPresent() ? "error" : "warning";
    for (Warning warning : file.report().warnings()) {
      Rule rule = warning.rule();
      results.add(
          result(
              rule.ruleName(), RULES.indexOf(rule), level, warning.message(), warning.location()));
    }
    run.put("results", results);
    return run;
  }

  private static Map<String, Object> driver() {
    List<Object> rules = new ArrayList<>();
    for (Rule rule : RULES) {
      rules.add(rule(rule.ruleName(), rule.description(), rule.url()));
    }
    rules.add(rule(ERROR_RULE, "The Dockerfile cannot be built", ""));
    Map<String, Object> driver = new LinkedHashMap<>();
    driver.put("name", "jbuild");
    driver.put("rules", rules);
    return driver;
  }

  private static Map<String, Object> rule(String id, String description, String url) {
    Map<String, Object> rule = new LinkedHashMap<>();
    rule.put("id", id);
    rule.put("shortDescription", Map.of("text", description));
    if (!url.isEmpty()) {
      rule.put("helpUri", url);
    }
    return rule;
  }

  private Map<String, Object> result(
      String rule, int index, String level, String message, Location location) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("ruleId", rule);
    result.put("ruleIndex", (long) index);
    result.put("level", level);
    result.put("message", Map.of("text", message));
    result.put("locations", List.of(Map.of("physicalLocation", place(location))));
    return result;
  }

  private Map<String, Object> place(Location location) {
    Map<String, Object> region = new LinkedHashMap<>();
    region.put("startLine", (long) location.startLine());
    region.put("startColumn", (long) location.startColumn());
    region.put("endLine", (long) location.endLine());
    Map<String, Object> place = new LinkedHashMap<>();
    place.put("artifactLocation", Map.of("uri", ArtifactUri.of(file.name())));
    place.put("region", region);
    return place;
  }
}
