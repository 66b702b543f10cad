package dev.jbuild.parser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jbuild.parser.check.Check;
import dev.jbuild.parser.check.CheckContext;
import dev.jbuild.parser.check.CheckReport;
import dev.jbuild.parser.corpus.CorpusCase;
import dev.jbuild.parser.corpus.CorpusFiles;
import dev.jbuild.parser.corpus.CorpusRunner;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What is wrong with files, before anything runs. */
public final class InstructionCases implements CorpusRunner {

  @Override
  public Stream<CorpusCase> cases(Path section) {
    return CorpusFiles.elements(section.resolve("errors.json"), InstructionCases::check);
  }

  private static void check(JsonNode json) {
    byte[] text = json.get("dockerfile").asText().getBytes(StandardCharsets.UTF_8);
    String target = json.has("target") ? json.get("target").asText() : null;
    Dockerfile file = Dockerfile.parse(text, "Dockerfile");
    CheckReport report = Check.run(file, CheckContext.DEFAULT.withTarget(target));
    switch (json.get("stage").asText()) {
      case "ok" -> assertThat(report.errors()).isEmpty();
      case "parse", "instruction" -> {
        assertThat(file.errors()).isNotEmpty();
        assertRefused(json, report);
      }
      default -> assertRefused(json, report);
    }
  }

  private static void assertRefused(JsonNode json, CheckReport report) {
    String salient =
        json.get("error").asText().replaceFirst("^dockerfile parse error on line \\d+: ", "");
    assertThat(report.failed()).isTrue();
    assertThat(report.errors())
        .extracting(Diagnostic::message)
        .anyMatch(message -> message.equals(salient) || message.endsWith(": " + salient));
    if (json.has("errorLines")) {
      int line = json.get("errorLines").get(0).get(0).asInt();
      assertThat(report.errors())
          .filteredOn(diagnostic -> diagnostic.message().endsWith(salient))
          .extracting(diagnostic -> diagnostic.location().startLine())
          .contains(Math.max(1, line));
    }
  }
}
