package dev.jbuild.parser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jbuild.parser.corpus.CorpusCase;
import dev.jbuild.parser.corpus.CorpusFiles;
import dev.jbuild.parser.corpus.CorpusRunner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** What instructions mean once parsed, in the field names of the reference. */
public final class TypedCases implements CorpusRunner {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public Stream<CorpusCase> cases(Path section) {
    return CorpusFiles.elements(section.resolve("typed.json"), TypedCases::check);
  }

  private static void check(JsonNode json) {
    Dockerfile file =
        Dockerfile.parse(
            json.get("dockerfile").asText().getBytes(StandardCharsets.UTF_8), "Dockerfile");
    assertThat(file.errors()).isEmpty();
    assertThat(file.globalArgs()).hasSize(json.get("metaArgs").size());
    assertThat(file.stages()).hasSameSizeAs(json.get("stages"));
    for (Stage stage : file.stages()) {
      assertSame(stage, json.get("stages").get(stage.index()));
    }
  }

  private static void assertSame(Stage stage, JsonNode expected) {
    String name = Objects.requireNonNullElse(stage.name(), "");
    assertThat(stage.from().image()).isEqualTo(expected.get("base").asText());
    assertThat(name).isEqualTo(expected.get("name").asText());
    assertThat(Objects.requireNonNullElse(stage.from().platform(), ""))
        .isEqualTo(expected.get("platform").asText());
    assertThat(name.isEmpty() ? "" : stage.from().origin().commentOn(name))
        .isEqualTo(expected.get("doc").asText());
    List<JsonNode> commands = new ArrayList<>();
    expected.get("commands").forEach(command -> commands.add(withoutFlagsUsed(command)));
    assertThat(stage.instructions().stream().map(TypedData::of).map(TypedCases::json).toList())
        .isEqualTo(commands);
    assertThat(stage.instructions())
        .extracting(instruction -> instruction.original())
        .isEqualTo(expected.get("commands").findValuesAsText("string"));
  }

  /** Which flags were given is no part of the model: only their values are. */
  private static JsonNode withoutFlagsUsed(JsonNode command) {
    ObjectNode data = command.get("data").deepCopy();
    return data.without("FlagsUsed");
  }

  private static JsonNode json(Object value) {
    try {
      return JSON.readTree(JSON.writeValueAsBytes(value));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
