package dev.jbuild.parser.expand;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jbuild.parser.corpus.CorpusCase;
import dev.jbuild.parser.corpus.CorpusFiles;
import dev.jbuild.parser.corpus.CorpusRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Word expansion. */
public final class ShellCases implements CorpusRunner {

  @Override
  public Stream<CorpusCase> cases(Path section) {
    Path file = section.resolve("cases.json");
    if (!Files.exists(file)) {
      return Stream.empty();
    }
    return CorpusFiles.nodes(CorpusFiles.json(file)).map(ShellCases::of);
  }

  private static CorpusCase of(JsonNode json) {
    String name = "cases.json/" + json.get("id").asText();
    return json.get("platform").asText().equals("windows")
        ? CorpusCase.skipped(name, "Windows finds variables without regard to case")
        : new CorpusCase(name, () -> check(json));
  }

  private static void check(JsonNode json) throws ExpansionException {
    JsonNode options = json.path("options");
    var expander =
        new WordExpander(
            json.get("escape").asText().charAt(0),
            new ExpansionOptions(
                options.path("rawQuotes").asBoolean(),
                options.path("rawEscapes").asBoolean(),
                options.path("skipProcessQuotes").asBoolean(),
                options.path("skipUnsetEnv").asBoolean()));
    String word = json.get("word").asText();
    Variables variables = variables(json.get("env"));
    if (json.has("error")) {
      assertThatThrownBy(() -> expander.process(word, variables))
          .isInstanceOf(ExpansionException.class)
          .hasMessage(json.get("error").asText());
      return;
    }
    Expansion expansion = expander.process(word, variables);
    if (json.get("op").asText().equals("words")) {
      assertThat(expansion.words()).isEqualTo(CorpusFiles.strings(json.get("expected")));
    } else {
      assertThat(expansion.text()).isEqualTo(json.get("expected").asText());
      assertThat(expansion.matched())
          .containsExactlyInAnyOrderElementsOf(CorpusFiles.strings(json.get("matched")));
      assertThat(expansion.unmatched())
          .containsExactlyInAnyOrderElementsOf(CorpusFiles.strings(json.get("unmatched")));
    }
  }

  private static Variables variables(JsonNode env) {
    Map<String, String> values = new HashMap<>();
    for (JsonNode node : env) {
      String entry = node.asText();
      int equals = entry.indexOf('=');
      values.put(
          equals < 0 ? entry : entry.substring(0, equals),
          equals < 0 ? "" : entry.substring(equals + 1));
    }
    return Variables.of(values);
  }
}
