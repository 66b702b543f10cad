package dev.jbuild.parser.ignore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jbuild.parser.Corpus;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The dockerignore section of the corpus. */
class IgnoreCorpusTest {

  static Stream<JsonNode> patterns() {
    return Corpus.cases("dockerignore/patterns.json");
  }

  @ParameterizedTest
  @MethodSource("patterns")
  void patterns_ofCase_matchAsTheReferenceDoes(JsonNode json) throws IgnoreFileException {
    List<String> patterns = Corpus.strings(json.get("patterns"));
    String path = json.get("path").asText();
    JsonNode expected = json.path("matchesOrParentMatches");
    if (json.has("compileError") || expected.isObject()) {
      assertThatThrownBy(() -> IgnoreFile.of(patterns))
          .isInstanceOf(IgnoreFileException.class)
          .hasMessage(
              json.has("compileError")
                  ? json.get("compileError").asText()
                  : expected.get("error").asText());
      return;
    }
    IgnoreFile file = IgnoreFile.of(patterns);
    assertThat(file.patterns()).isEqualTo(Corpus.strings(json.get("cleaned")));
    assertThat(file.excludes(path)).isEqualTo(expected.asBoolean());
  }

  @ParameterizedTest
  @MethodSource("patterns")
  void directory_aboveAPathThatIsTaken_mayIncludeIt(JsonNode json) throws IgnoreFileException {
    JsonNode taken = json.path("matchesOrParentMatches");
    if (!taken.isBoolean() || taken.asBoolean()) {
      return;
    }
    IgnoreFile file = IgnoreFile.of(Corpus.strings(json.get("patterns")));
    String path = json.get("path").asText();
    for (int slash = path.indexOf('/', 1); slash > 0; slash = path.indexOf('/', slash + 1)) {
      assertThat(file.mayIncludeBelow(path.substring(0, slash))).isTrue();
    }
  }

  static Stream<JsonNode> files() {
    return Corpus.cases("dockerignore/readall.json");
  }

  @ParameterizedTest
  @MethodSource("files")
  void file_ofCase_hasThePatternsOfTheReference(JsonNode json) {
    assertThat(
            IgnoreFile.readPatterns(json.get("content").asText().getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(Corpus.strings(json.get("patterns")));
  }
}
