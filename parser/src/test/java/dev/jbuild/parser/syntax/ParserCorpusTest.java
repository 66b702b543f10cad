package dev.jbuild.parser.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jbuild.parser.Corpus;
import dev.jbuild.parser.Diagnostic;
import dev.jbuild.parser.Dockerfile;
import dev.jbuild.parser.ast.Heredoc;
import dev.jbuild.parser.text.Utf8;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The parser section of the corpus. */
class ParserCorpusTest {

  static Stream<Path> accepted() {
    return Stream.concat(
        Corpus.directories("parser/cases").stream(), Corpus.directories("parser/extra").stream());
  }

  static List<Path> refused() {
    return Corpus.directories("parser/negative");
  }

  private static Syntax read(byte[] bytes) {
    Dockerfile file = Dockerfile.parse(bytes, "Dockerfile");
    return SyntaxReader.read(
        Utf8.decode(bytes), file.directives().escape(), file.directives().lines());
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void statements_ofCase_dumpAsTheReferenceDoes(Path directory) throws IOException {
    Syntax syntax = read(Files.readAllBytes(directory.resolve("Dockerfile")));
    byte[] dump = Utf8.encode(StatementDump.dump(syntax.statements()));
    assertThat(new String(dump, StandardCharsets.ISO_8859_1))
        .isEqualTo(Files.readString(directory.resolve("result"), StandardCharsets.ISO_8859_1));
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void statements_ofCase_haveTheTreeOfTheReference(Path directory) throws IOException {
    byte[] bytes = Files.readAllBytes(directory.resolve("Dockerfile"));
    JsonNode tree = Corpus.json(directory.resolve("tree.json"));
    Syntax syntax = read(bytes);
    assertThat(syntax.statements()).hasSameSizeAs(tree.get("nodes"));
    for (int i = 0; i < syntax.statements().size(); i++) {
      assertSame(syntax.statements().get(i), tree.get("nodes").get(i));
    }
    assertThat(syntax.problems())
        .allMatch(Problem::warning)
        .extracting(problem -> problem.location().startLine() + " " + problem.message())
        .containsExactlyElementsOf(
            elements(tree.path("warnings"))
                .map(warning -> warning.get("line").asInt() + " " + warning.get("short").asText())
                .toList());
    assertSameVerdict(Dockerfile.parse(bytes, "Dockerfile"), tree);
  }

  private static void assertSame(Statement statement, JsonNode node) {
    assertThat(statement.keyword()).isEqualTo(node.get("cmd").asText());
    assertThat(statement.origin().original()).isEqualTo(node.get("original").asText());
    assertThat(statement.flags())
        .extracting(Flag::text)
        .isEqualTo(Corpus.strings(node.path("flags")));
    assertThat(statement.arguments().array()).isEqualTo(node.path("json").asBoolean());
    assertThat(statement.origin().comments()).isEqualTo(Corpus.strings(node.path("prevComment")));
    assertThat(statement.heredocs())
        .isEqualTo(elements(node.path("heredocs")).map(ParserCorpusTest::heredoc).toList());
    Statement trigger = statement.trigger();
    if (trigger != null) {
      assertSame(trigger, node.get("onbuild"));
      return;
    }
    assertThat(statement.arguments().values()).isEqualTo(Corpus.strings(node.path("args")));
    if (node.has("start")) {
      assertThat(statement.origin().location().startLine()).isEqualTo(node.get("start").asInt());
      assertThat(statement.origin().location().endLine()).isEqualTo(node.get("end").asInt());
    }
  }

  private static void assertSameVerdict(Dockerfile file, JsonNode tree) {
    if (tree.has("instructionError")) {
      String error = tree.get("instructionError").asText();
      assertThat(file.errors())
          .extracting(Diagnostic::message)
          .anyMatch(message -> error.endsWith(message));
    } else {
      assertThat(file.errors()).isEmpty();
      assertThat(file.stages()).hasSize(tree.get("stages").asInt());
      assertThat(file.globalArgs()).hasSize(tree.get("metaArgs").asInt());
    }
  }

  private static Heredoc heredoc(JsonNode node) {
    return new Heredoc(
        node.get("name").asText(),
        node.get("fd").asLong(),
        node.get("expand").asBoolean(),
        node.get("chomp").asBoolean(),
        node.path("content").asText());
  }

  private static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  @ParameterizedTest
  @MethodSource("refused")
  void dockerfile_ofRefusedCase_saysWhatTheReferenceSays(Path directory) throws IOException {
    Dockerfile file =
        Dockerfile.parse(Files.readAllBytes(directory.resolve("Dockerfile")), "Dockerfile");
    assertThat(file.errors())
        .extracting(Diagnostic::message)
        .contains(Corpus.json(directory.resolve("error.json")).get("error").asText());
  }

  static Stream<JsonNode> arrays() {
    return Corpus.cases("parser/json-arrays.json");
  }

  @ParameterizedTest
  @MethodSource("arrays")
  void array_ofCase_isReadAsTheReferenceDoes(JsonNode json) {
    Syntax syntax = SyntaxReader.read("RUN " + json.get("input").asText(), '\\', 0);
    if (json.has("error")) {
      assertThat(syntax.problems())
          .extracting(Problem::message)
          .containsExactly(json.get("error").asText());
    } else {
      assertThat(syntax.statements())
          .extracting(Statement::arguments)
          .containsExactly(
              new Arguments(json.get("isJson").asBoolean(), Corpus.strings(json.get("args"))));
    }
  }

  static Stream<JsonNode> words() {
    return Corpus.cases("parser/words.json");
  }

  @ParameterizedTest
  @MethodSource("words")
  void words_ofCase_areSplitAsTheReferenceDoes(JsonNode json) {
    Syntax syntax = SyntaxReader.read("ARG " + json.get("input").asText(), '\\', 0);
    assertThat(syntax.statements().getFirst().arguments().values())
        .isEqualTo(Corpus.strings(json.get("words")));
  }

  static Stream<JsonNode> heredocWords() {
    return Corpus.cases("parser/heredoc-words.json");
  }

  @ParameterizedTest
  @MethodSource("heredocWords")
  void heredocs_ofCase_areOpenedAsTheReferenceDoes(JsonNode json) {
    assertThat(HeredocWords.on(json.get("line").asText()))
        .isEqualTo(elements(json.get("heredocs")).map(ParserCorpusTest::heredoc).toList());
  }
}
