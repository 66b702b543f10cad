package dev.jbuild.parser.ignore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jbuild.parser.corpus.CorpusCase;
import dev.jbuild.parser.corpus.CorpusFiles;
import dev.jbuild.parser.corpus.CorpusRunner;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Ignore files and their patterns. */
public final class IgnoreCases implements CorpusRunner {

  @Override
  public Stream<CorpusCase> cases(Path section) {
    return Stream.concat(
        CorpusFiles.elements(section.resolve("patterns.json"), IgnoreCases::checkPatterns),
        CorpusFiles.elements(section.resolve("readall.json"), IgnoreCases::checkFile));
  }

  private static void checkPatterns(JsonNode json) throws IgnoreFileException {
    List<String> patterns = CorpusFiles.strings(json.get("patterns"));
    String path = json.get("path").asText();
    JsonNode expected = json.path("matchesOrParentMatches");
    if (json.has("compileError") || expected.isObject()) {
      JsonNode error = json.has("compileError") ? json.get("compileError") : expected.get("error");
      assertThatThrownBy(() -> IgnoreFile.of(patterns))
          .isInstanceOf(IgnoreFileException.class)
          .hasMessage(error.asText());
      return;
    }
    IgnoreFile file = IgnoreFile.of(patterns);
    assertThat(file.patterns()).isEqualTo(CorpusFiles.strings(json.get("cleaned")));
    assertThat(file.excludes(path)).isEqualTo(expected.asBoolean());
    if (!expected.asBoolean()) {
      checkDirectoriesAbove(path, file);
    }
  }

  /** A walk that prunes must come to every path that is taken. */
  private static void checkDirectoriesAbove(String path, IgnoreFile file) {
    for (int slash = path.indexOf('/', 1); slash > 0; slash = path.indexOf('/', slash + 1)) {
      assertThat(file.mayIncludeBelow(path.substring(0, slash))).isTrue();
    }
  }

  private static void checkFile(JsonNode json) {
    byte[] bytes = json.get("content").asText().getBytes(StandardCharsets.UTF_8);
    assertThat(IgnoreFile.readPatterns(bytes)).isEqualTo(CorpusFiles.strings(json.get("patterns")));
  }
}
