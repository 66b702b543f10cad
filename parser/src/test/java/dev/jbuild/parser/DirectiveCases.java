package dev.jbuild.parser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jbuild.parser.corpus.CorpusCase;
import dev.jbuild.parser.corpus.CorpusFiles;
import dev.jbuild.parser.corpus.CorpusRunner;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The parser directives that a file obeys, and those that are found without parsing it. */
public final class DirectiveCases implements CorpusRunner {

  @Override
  public Stream<CorpusCase> cases(Path section) {
    return CorpusFiles.elements(section.resolve("directives.json"), DirectiveCases::check);
  }

  private static void check(JsonNode json) {
    byte[] bytes = json.get("input").asText().getBytes(StandardCharsets.UTF_8);
    Directives directives = Dockerfile.parse(bytes, "Dockerfile").directives();
    JsonNode expected = json.get("directives");
    assertThat(directives.lines()).isEqualTo(expected.size());
    assertThat(directives.syntax()).isEqualTo(value(expected, "syntax"));
    assertThat(directives.check()).isEqualTo(value(expected, "check"));
    String escape = value(expected, "escape");
    assertThat(String.valueOf(directives.escape())).isEqualTo(escape == null ? "\\" : escape);
    assertSame(DetectedDirective.syntax(bytes), json.get("syntax"));
    assertSame(DetectedDirective.check(bytes), json.get("check"));
  }

  private static @Nullable String value(JsonNode directives, String name) {
    for (JsonNode directive : directives) {
      if (directive.get("name").asText().equals(name)) {
        return directive.get("value").asText();
      }
    }
    return null;
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
}
