package dev.jbuild.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jbuild.oci.json.Json;
import dev.jbuild.parser.Dockerfile;
import dev.jbuild.parser.check.Check;
import dev.jbuild.parser.check.CheckContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    Object report = parse(write(ReportFormat.JSON, "Dockerfile", ONE_OF_EACH));
    assertThat(at(report, "file")).isEqualTo("Dockerfile");
    assertThat(at(report, "failed")).isEqualTo(true);
    assertThat(at(report, "errors"))
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
    assertThat(at(report, "warnings", 0, "rule")).isEqualTo("StageNameCasing");
    assertThat(at(report, "warnings", 1, "rule")).isEqualTo("JSONArgsRecommended");
    assertThat(at(report, "warnings", 1, "line")).isEqualTo(2L);
  }

  /** The properties that the standard requires, and those that code hosts require. */
  @Test
  void sarif_always_hasWhatTheStandardRequires() {
    Object log = parse(write(ReportFormat.SARIF, "my dir/Dockerfile", ONE_OF_EACH));
    assertThat(at(log, "version")).isEqualTo("2.1.0");
    assertThat((String) at(log, "$schema")).endsWith("sarif-schema-2.1.0.json");
    assertThat(at(log, "runs", 0, "tool", "driver", "name")).isEqualTo("jbuild");
    List<?> results = (List<?>) at(log, "runs", 0, "results");
    assertThat(results).hasSize(3);
    for (Object result : results) {
      int index = ((Long) at(result, "ruleIndex")).intValue();
      Object rule = at(log, "runs", 0, "tool", "driver", "rules", index);
      assertThat(at(rule, "id")).isEqualTo(at(result, "ruleId"));
      assertThat((String) at(rule, "shortDescription", "text")).isNotEmpty();
      assertThat((String) at(result, "level")).isIn("error", "warning");
      assertThat((String) at(result, "message", "text")).isNotEmpty();
      Object place = at(result, "locations", 0, "physicalLocation");
      assertThat(at(place, "artifactLocation", "uri")).isEqualTo("my%20dir/Dockerfile");
      assertThat((Long) at(place, "region", "startLine")).isPositive();
      assertThat((Long) at(place, "region", "startColumn")).isPositive();
      assertThat((Long) at(place, "region", "endLine"))
          .isGreaterThanOrEqualTo((Long) at(place, "region", "startLine"));
    }
  }

  @Test
  void github_always_escapesWhatEndsACommand() {
    assertThat(write(ReportFormat.GITHUB, "a,b:c/Dockerfile", "FROM scratch\nEXPOSE 1%\n"))
        .isEqualTo(
            "::error file=a%2Cb%3Ac/Dockerfile,line=2,endLine=2,col=1,title=Dockerfile"
                + "::invalid containerPort: 1%25");
  }

  /** A message of several lines, or with the marks of a command, is one command all the same. */
  @Test
  void github_ofAwkwardMessages_isOneCommandALine() {
    String source = "# check=error=true\nFROM scratch\nCOPY <<::E <<\"a\n::error::x%0A,b:\r\n";
    assertThat(write(ReportFormat.GITHUB, "100%/Dockerfile", source).split("\n"))
        .isNotEmpty()
        .allSatisfy(
            line ->
                assertThat(line)
                    .matches(
                        "::(error|warning) file=100%25/Dockerfile,line=\\d+,endLine=\\d+,col=\\d+,"
                            + "title=[^,:%]+::[^\\r]+"));
    assertThat(write(ReportFormat.GITHUB, "D", "# check=error=true\nFROM scratch AS A\n"))
        .isEqualTo(
            "::error file=D,line=2,endLine=2,col=1,title=StageNameCasing"
                + "::Stage name 'A' should be lowercase");
  }

  @Test
  void github_ofCleanFile_isNothing() {
    assertThat(write(ReportFormat.GITHUB, "Dockerfile", "FROM scratch\n")).isEmpty();
  }

  private static Object parse(String text) {
    return Objects.requireNonNull(Json.parse(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** The value to which names of members and indices lead. */
  private static Object at(Object root, Object... path) {
    Object value = root;
    for (Object part : path) {
      Object next =
          part instanceof Integer index
              ? ((List<?>) value).get(index)
              : ((Map<?, ?>) value).get(part);
      value = Objects.requireNonNull(next, "no " + part + " in " + value);
    }
    return value;
  }
}
