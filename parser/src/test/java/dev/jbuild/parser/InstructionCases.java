package dev.jbuild.parser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jbuild.parser.corpus.CorpusCase;
import dev.jbuild.parser.corpus.CorpusFiles;
import dev.jbuild.parser.corpus.CorpusRunner;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What is wrong with instructions, as far as it needs no variables and no other stage. */
public final class InstructionCases implements CorpusRunner {

  @Override
  public Stream<CorpusCase> cases(Path section) {
    Path file = section.resolve("errors.json");
    if (!Files.exists(file)) {
      return Stream.empty();
    }
    JsonNode array = CorpusFiles.json(file);
    return IntStream.range(0, array.size()).mapToObj(i -> of(array.get(i), i));
  }

  private static CorpusCase of(JsonNode json, int index) {
    String name = "errors.json/" + json.path("id").asText(Integer.toString(index));
    return switch (json.get("stage").asText()) {
      case "parse", "instruction" -> new CorpusCase(name, () -> checkRefused(json));
      case "ok" -> new CorpusCase(name, () -> assertThat(parse(json).errors()).isEmpty());
      default -> CorpusCase.skipped(name, "said when the build is planned");
    };
  }

  private static void checkRefused(JsonNode json) {
    String error = json.get("error").asText();
    String salient = error.replaceFirst("^dockerfile parse error on line \\d+: ", "");
    Dockerfile file = parse(json);
    assertThat(file.errors()).extracting(Diagnostic::message).contains(salient);
    int line = json.get("errorLines").get(0).get(0).asInt();
    assertThat(file.errors())
        .filteredOn(diagnostic -> diagnostic.message().equals(salient))
        .extracting(diagnostic -> diagnostic.location().startLine())
        .contains(Math.max(1, line));
  }

  private static Dockerfile parse(JsonNode json) {
    return Dockerfile.parse(
        json.get("dockerfile").asText().getBytes(StandardCharsets.UTF_8), "Dockerfile");
  }
}
