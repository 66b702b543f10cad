package dev.jbuild.parser.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jbuild.parser.Diagnostic;
import dev.jbuild.parser.Dockerfile;
import dev.jbuild.parser.ast.Heredoc;
import dev.jbuild.parser.corpus.CorpusCase;
import dev.jbuild.parser.corpus.CorpusFiles;
import dev.jbuild.parser.corpus.CorpusRunner;
import dev.jbuild.parser.text.Utf8;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Whole files with their dump and tree.
 *
 * @param directory where their directories stand in the section, "" for the section itself
 */
public record ParsedFileCases(String directory) implements CorpusRunner {

  @Override
  public Stream<CorpusCase> cases(Path section) {
    Path parent = section.resolve(directory);
    return Stream.concat(
        CorpusFiles.directories(parent, "result", ParsedFileCases::checkDump),
        CorpusFiles.directories(parent, "tree.json", ParsedFileCases::checkTree));
  }

  private static Syntax read(byte[] bytes) {
    Dockerfile file = Dockerfile.parse(bytes, "Dockerfile");
    return SyntaxReader.read(
        Utf8.decode(bytes), file.directives().escape(), file.directives().lines());
  }

  private static void checkDump(Path directory) {
    Syntax syntax = read(CorpusFiles.bytes(directory.resolve("Dockerfile")));
    byte[] dump = Utf8.encode(StatementDump.dump(syntax.statements()));
    assertThat(new String(dump, StandardCharsets.ISO_8859_1))
        .isEqualTo(
            new String(
                CorpusFiles.bytes(directory.resolve("result")), StandardCharsets.ISO_8859_1));
  }

  private static void checkTree(Path directory) {
    byte[] bytes = CorpusFiles.bytes(directory.resolve("Dockerfile"));
    JsonNode tree = CorpusFiles.json(directory.resolve("tree.json"));
    Syntax syntax = read(bytes);
    assertThat(syntax.statements()).hasSameSizeAs(tree.get("nodes"));
    for (int i = 0; i < syntax.statements().size(); i++) {
      assertSame(syntax.statements().get(i), tree.get("nodes").get(i));
    }
    assertThat(syntax.problems())
        .allMatch(Problem::warning)
        .extracting(problem -> problem.location().startLine() + " " + problem.message())
        .containsExactlyElementsOf(
            CorpusFiles.nodes(tree.path("warnings"))
                .map(warning -> warning.get("line").asInt() + " " + warning.get("short").asText())
                .toList());
    assertSameVerdict(Dockerfile.parse(bytes, "Dockerfile"), tree);
  }

  private static void assertSame(Statement statement, JsonNode node) {
    assertThat(statement.keyword()).isEqualTo(node.get("cmd").asText());
    if (node.has("original")) {
      assertThat(statement.origin().original()).isEqualTo(node.get("original").asText());
    }
    assertThat(statement.flags())
        .extracting(Flag::text)
        .isEqualTo(CorpusFiles.strings(node.path("flags")));
    assertThat(statement.arguments().array()).isEqualTo(node.path("json").asBoolean());
    assertThat(statement.origin().comments())
        .isEqualTo(CorpusFiles.strings(node.path("prevComment")));
    assertThat(statement.heredocs())
        .isEqualTo(CorpusFiles.nodes(node.path("heredocs")).map(ParsedFileCases::heredoc).toList());
    Statement trigger = statement.trigger();
    if (trigger != null) {
      assertSame(trigger, node.get("onbuild"));
      return;
    }
    assertThat(statement.arguments().values()).isEqualTo(CorpusFiles.strings(node.path("args")));
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

  static Heredoc heredoc(JsonNode node) {
    return new Heredoc(
        node.get("name").asText(),
        node.get("fd").asLong(),
        node.get("expand").asBoolean(),
        node.get("chomp").asBoolean(),
        node.path("content").asText());
  }
}
