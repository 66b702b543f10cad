package dev.jbuild.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jbuild.oci.json.Json;
import dev.jbuild.parser.Dockerfile;
import dev.jbuild.parser.check.Check;
import dev.jbuild.parser.check.CheckContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ReportFormatTest {
  private static final String ONE_OF_EACH =
      """
      FROM scratch AS Base
      CMD echo 100%
      EXPOSE abc
      """;

  private static String write(ReportFormat format, String name, String source) {
    Dockerfile file = Dockerfile.parse(source.getBytes(StandardCharsets.UTF_8), name);
    return format.write(new CheckedFile(name, source, Check.run(file, CheckContext.DEFAULT)));
  }

  @Test
  void text_always_showsPlacesRulesAndCount() {
    assertThat(write(ReportFormat.TEXT, "Dockerfile", ONE_OF_EACH))
        .startsWith("Dockerfile:3:1: error: invalid containerPort: abc\n    3 | EXPOSE abc\n")
        .contains(
            "Dockerfile:1:1: warning: Stage name 'Base' should be lowercase [StageNameCasing]\n",
            "\n  hint: see https://docs.docker.com/go/dockerfile/rule/stage-name-casing/\n")
        .endsWith("\nDockerfile: 1 error, 2 warnings");
  }

  @Test
  void text_ofCleanFile_isOneLine() {
    assertThat(write(ReportFormat.TEXT, "Dockerfile", "FROM scratch\n"))
        .isEqualTo("Dockerfile: 0 errors, 0 warnings");
  }

  @Test
  void text_whenWarningsAreErrors_saysSo() {
    assertThat(write(ReportFormat.TEXT, "Dockerfile", "# check=error=true\nFROM scratch AS A\n"))
        .contains("\nerror: lint violation found for rules: StageNameCasing\n");
  }

  @Test
  void json_always_hasErrorsAndWarnings() {
    Map<?, ?> report = object(write(ReportFormat.JSON, "Dockerfile", ONE_OF_EACH));
    assertThat(report.get("file")).isEqualTo("Dockerfile");
    assertThat(report.get("failed")).isEqualTo(true);
    assertThat((List<?>) report.get("errors"))
        .isEqualTo(
            List.of(
                Map.of(
                    "line",
                    3L,
                    "column",
                    1L,
                    "endLine",
                    3L,
                    "message",
                    "invalid containerPort: abc")));
    assertThat((List<?>) report.get("warnings")).hasSize(2);
    assertThat(((Map<?, ?>) ((List<?>) report.get("warnings")).getFirst()).get("rule"))
        .isEqualTo("StageNameCasing");
  }

  /** The properties that the standard requires, and those that code hosts require. */
  @Test
  void sarif_always_hasWhatTheStandardRequires() {
    Map<?, ?> log = object(write(ReportFormat.SARIF, "my dir/Dockerfile", ONE_OF_EACH));
    assertThat(log.get("version")).isEqualTo("2.1.0");
    assertThat((String) log.get("$schema")).endsWith("sarif-schema-2.1.0.json");
    Map<?, ?> run = (Map<?, ?>) ((List<?>) log.get("runs")).getFirst();
    Map<?, ?> driver = (Map<?, ?>) ((Map<?, ?>) run.get("tool")).get("driver");
    assertThat(driver.get("name")).isEqualTo("jbuild");
    List<?> rules = (List<?>) driver.get("rules");
    List<?> results = (List<?>) run.get("results");
    assertThat(results).hasSize(3);
    for (Object each : results) {
      Map<?, ?> result = (Map<?, ?>) each;
      Map<?, ?> rule = (Map<?, ?>) rules.get(((Long) result.get("ruleIndex")).intValue());
      assertThat(rule.get("id")).isEqualTo(result.get("ruleId"));
      assertThat((Map<?, ?>) rule.get("shortDescription")).containsOnlyKeys("text");
      assertThat((String) result.get("level")).isIn("error", "warning");
      assertThat((String) ((Map<?, ?>) result.get("message")).get("text")).isNotEmpty();
      assertPlace((Map<?, ?>) ((List<?>) result.get("locations")).getFirst());
    }
  }

  private static void assertPlace(Map<?, ?> location) {
    Map<?, ?> place = (Map<?, ?>) location.get("physicalLocation");
    assertThat((Map<?, ?>) place.get("artifactLocation"))
        .isEqualTo(Map.of("uri", "my%20dir/Dockerfile"));
    Map<?, ?> region = (Map<?, ?>) place.get("region");
    assertThat((Long) region.get("startLine")).isPositive();
    assertThat((Long) region.get("startColumn")).isPositive();
    assertThat((Long) region.get("endLine")).isGreaterThanOrEqualTo((Long) region.get("startLine"));
  }

  @Test
  void github_always_escapesWhatEndsACommand() {
    assertThat(write(ReportFormat.GITHUB, "a,b:c/Dockerfile", "FROM scratch\nEXPOSE 1%\n"))
        .isEqualTo(
            "::error file=a%2Cb%3Ac/Dockerfile,line=2,endLine=2,col=1,title=Dockerfile"
                + "::invalid containerPort: 1%25");
  }

  @Test
  void github_ofCleanFile_isNothing() {
    assertThat(write(ReportFormat.GITHUB, "Dockerfile", "FROM scratch\n")).isEmpty();
  }

  private static Map<?, ?> object(String text) {
    Object parsed = Json.parse(text.getBytes(StandardCharsets.UTF_8));
    assertThat(parsed).isInstanceOf(Map.class);
    return (Map<?, ?>) parsed;
  }
}
