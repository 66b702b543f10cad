package dev.jbuild.parser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The parser directives of the corpus. */
class DirectiveCorpusTest {

  static Stream<JsonNode> files() {
    return Corpus.cases("parser/directives.json");
  }

  @ParameterizedTest
  @MethodSource("files")
  void directives_ofCase_areThoseOfTheReference(JsonNode json) {
    byte[] bytes = json.get("input").asText().getBytes(StandardCharsets.UTF_8);
    Directives directives = Dockerfile.parse(bytes, "Dockerfile").directives();
    JsonNode expected = json.get("directives");
    assertThat(directives.lines()).isEqualTo(expected.size());
    assertThat(directives.syntax()).isEqualTo(value(expected, "syntax"));
    assertThat(directives.check()).isEqualTo(value(expected, "check"));
    String escape = value(expected, "escape");
    assertThat(String.valueOf(directives.escape())).isEqualTo(escape == null ? "\\" : escape);
  }

  private static @Nullable String value(JsonNode directives, String name) {
    for (JsonNode directive : directives) {
      if (directive.get("name").asText().equals(name)) {
        return directive.get("value").asText();
      }
    }
    return null;
  }

  @ParameterizedTest
  @MethodSource("files")
  void detection_ofCase_findsWhatTheReferenceFinds(JsonNode json) {
    byte[] bytes = json.get("input").asText().getBytes(StandardCharsets.UTF_8);
    assertSame(DetectedDirective.syntax(bytes), json.get("syntax"));
    assertSame(DetectedDirective.check(bytes), json.get("check"));
  }

  private static void assertSame(Optional<DetectedDirective> directive, JsonNode expected) {
    assertThat(directive.isPresent()).isEqualTo(!expected.isNull());
    directive.ifPresent(
        found -> {
          assertThat(found.value()).isEqualTo(expected.get("cmdline").asText());
          assertThat(found.reference()).isEqualTo(expected.get("ref").asText());
          assertThat(found.line()).isEqualTo(expected.get("line").asInt());
        });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {"a": {"syntax": "x"}, "syntax": "y z"} | y z
          {"syntax": 1}                           |
          {"b": ["syntax"], "c": "syntax"}        |
          {"syntax": "x"}, {"syntax": "y"}        |
          {"syntax": "x"                          |
          """)
  void syntax_ofJsonObject_isItsMember(String text, String expected) {
    assertThat(
            DetectedDirective.syntax(text.getBytes(StandardCharsets.UTF_8))
                .map(DetectedDirective::value)
                .orElse(null))
        .isEqualTo(expected);
  }

  @Test
  void directive_withLoneCarriageReturn_isOneLine() {
    byte[] bytes = "# syntax=a\r# b\nFROM x\n".getBytes(StandardCharsets.UTF_8);
    assertThat(Dockerfile.parse(bytes, "Dockerfile").directives().lines()).isEqualTo(1);
  }
}
