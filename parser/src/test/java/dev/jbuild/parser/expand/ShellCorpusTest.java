package dev.jbuild.parser.expand;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jbuild.parser.Corpus;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The shell section of the corpus. */
class ShellCorpusTest {

  /** Windows looks names of variables up without regard to case; this program runs on Linux. */
  static Stream<JsonNode> cases() {
    return Corpus.cases("shell/cases.json")
        .filter(json -> !json.get("platform").asText().equals("windows"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void word_ofCase_expandsAsTheReferenceDoes(JsonNode json) throws ExpansionException {
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
      assertThat(expansion.words()).isEqualTo(Corpus.strings(json.get("expected")));
    } else {
      assertThat(expansion.text()).isEqualTo(json.get("expected").asText());
      assertThat(expansion.matched())
          .containsExactlyInAnyOrderElementsOf(Corpus.strings(json.get("matched")));
      assertThat(expansion.unmatched())
          .containsExactlyInAnyOrderElementsOf(Corpus.strings(json.get("unmatched")));
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
