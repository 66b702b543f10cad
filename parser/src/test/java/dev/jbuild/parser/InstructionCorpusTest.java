package dev.jbuild.parser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The instruction section of the corpus, as far as it needs no variables and no other stage. */
class InstructionCorpusTest {

  static Stream<JsonNode> refused() {
    return Corpus.cases("instructions/errors.json")
        .filter(json -> json.get("stage").asText().matches("parse|instruction"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void dockerfile_ofRefusedCase_saysWhatTheReferenceSays(JsonNode json) {
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

  static Stream<JsonNode> accepted() {
    return Corpus.cases("instructions/errors.json")
        .filter(json -> json.get("stage").asText().equals("ok"));
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void dockerfile_ofAcceptedCase_hasNoError(JsonNode json) {
    assertThat(parse(json).errors()).isEmpty();
  }

  private static Dockerfile parse(JsonNode json) {
    return Dockerfile.parse(
        json.get("dockerfile").asText().getBytes(StandardCharsets.UTF_8), "Dockerfile");
  }
}
