package dev.jbuild.parser.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jbuild.parser.Diagnostic;
import dev.jbuild.parser.Dockerfile;
import dev.jbuild.parser.corpus.CorpusCase;
import dev.jbuild.parser.corpus.CorpusFiles;
import dev.jbuild.parser.corpus.CorpusRunner;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Refused files, and the words of single lines. */
public final class SyntaxCases implements CorpusRunner {

  @Override
  public Stream<CorpusCase> cases(Path section) {
    return Stream.of(
            CorpusFiles.directories(
                section.resolve("negative"), "error.json", SyntaxCases::checkRefused),
            CorpusFiles.elements(section.resolve("json-arrays.json"), SyntaxCases::checkArray),
            CorpusFiles.elements(section.resolve("words.json"), SyntaxCases::checkWords),
            CorpusFiles.elements(
                section.resolve("heredoc-words.json"), SyntaxCases::checkHeredocWords))
        .flatMap(cases -> cases);
  }

  private static void checkRefused(Path directory) {
    Dockerfile file =
        Dockerfile.parse(CorpusFiles.bytes(directory.resolve("Dockerfile")), "Dockerfile");
    assertThat(file.errors())
        .extracting(Diagnostic::message)
        .contains(CorpusFiles.json(directory.resolve("error.json")).get("error").asText());
  }

  private static void checkArray(JsonNode json) {
    Syntax syntax = SyntaxReader.read("RUN " + json.get("input").asText(), '\\', 0);
    if (json.has("error")) {
      assertThat(syntax.problems())
          .extracting(Problem::message)
          .containsExactly(json.get("error").asText());
    } else {
      assertThat(syntax.statements())
          .extracting(Statement::arguments)
          .containsExactly(
              new Arguments(json.get("isJson").asBoolean(), CorpusFiles.strings(json.get("args"))));
    }
  }

  private static void checkWords(JsonNode json) {
    Syntax syntax = SyntaxReader.read("ARG " + json.get("input").asText(), '\\', 0);
    assertThat(syntax.statements().getFirst().arguments().values())
        .isEqualTo(CorpusFiles.strings(json.get("words")));
  }

  private static void checkHeredocWords(JsonNode json) {
    assertThat(HeredocWords.on(json.get("line").asText()))
        .isEqualTo(CorpusFiles.nodes(json.get("heredocs")).map(ParsedFileCases::heredoc).toList());
  }
}
