package dev.jbuild.parser.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jbuild.parser.Diagnostic;
import dev.jbuild.parser.Dockerfile;
import dev.jbuild.parser.corpus.CorpusCase;
import dev.jbuild.parser.corpus.CorpusFiles;
import dev.jbuild.parser.corpus.CorpusRunner;
import dev.jbuild.parser.ignore.IgnoreFile;
import dev.jbuild.parser.ignore.IgnoreFileException;
import dev.jbuild.parser.lint.Warning;
import dev.jbuild.parser.value.PlatformName;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What the build checks of the reference say. */
public enum LintCases implements CorpusRunner {
  /** One file of many small Dockerfiles. */
  SMALL {
    @Override
    public Stream<CorpusCase> cases(Path section) {
      return CorpusFiles.elements(section.resolve("lint.json"), LintCases::checkSmall);
    }
  },
  /** A directory each. */
  REAL {
    @Override
    public Stream<CorpusCase> cases(Path section) {
      return CorpusFiles.directories(section, "lint.json", LintCases::checkReal);
    }
  };

  private static final BaseImage BUSYBOX = BaseImage.ASSUMED.withPlatform(PlatformName.LINUX_AMD64);
  private static final CheckContext ALL =
      CheckContext.DEFAULT.withBaseImages((name, platform, user) -> BUSYBOX);

  private static void checkSmall(JsonNode json) throws IgnoreFileException {
    CheckContext context = context(json);
    byte[] bytes = json.get("dockerfile").asText().getBytes(StandardCharsets.UTF_8);
    Dockerfile file = Dockerfile.parse(bytes, "Dockerfile");
    CheckReport build = Check.run(file, context.withTarget(null));
    assertThat(lines(build, true)).isEqualTo(expected(json.get("warnings")));
    assertError(json, build);
    JsonNode warnings =
        json.has("checkWarnings") ? json.get("checkWarnings") : json.get("warnings");
    assertThat(lines(Check.run(file, context), true)).isEqualTo(expected(warnings));
  }

  private static CheckContext context(JsonNode json) throws IgnoreFileException {
    Map<String, String> args = new HashMap<>();
    json.path("buildArgs").properties().forEach(e -> args.put(e.getKey(), e.getValue().asText()));
    byte[] ignored = json.path("dockerignore").asText().getBytes(StandardCharsets.UTF_8);
    return ALL.withBuildArgs(args).withIgnoreFile(IgnoreFile.parse(ignored));
  }

  /** An error that needs the files of the context or a registry is no static one. */
  private static void assertError(JsonNode json, CheckReport report) {
    List<String> messages =
        Stream.concat(
                report.errors().stream().map(Diagnostic::message), report.violation().stream())
            .toList();
    if (!json.has("buildError")) {
      if (!json.has("buildErrorRegexp")) {
        assertThat(messages).isEmpty();
      }
      return;
    }
    String error = json.get("buildError").asText();
    assertThat(messages).anyMatch(error::endsWith);
    if (!report.errors().isEmpty()) {
      assertThat(report.errors().getFirst().location().startLine())
          .isEqualTo(json.get("buildErrorLine").asInt());
    }
  }

  private static void checkReal(Path directory) {
    byte[] bytes = CorpusFiles.bytes(directory.resolve("Dockerfile"));
    CheckReport report = Check.run(Dockerfile.parse(bytes, "Dockerfile"), ALL);
    JsonNode json = CorpusFiles.json(directory.resolve("lint.json"));
    assertThat(lines(report, false))
        .containsExactlyInAnyOrderElementsOf(expected(json.get("warnings")));
    if (json.has("error")) {
      assertThat(report.errors())
          .extracting(Diagnostic::message)
          .contains(json.get("error").asText());
    } else {
      assertThat(report.errors()).isEmpty();
    }
  }

  private static List<String> lines(CheckReport report, boolean whole) {
    return report.warnings().stream()
        .filter(warning -> warning.rule().isOfReference())
        .map(warning -> whole ? line(warning) + rest(warning) : line(warning))
        .toList();
  }

  private static String line(Warning warning) {
    return "%d|%s|%s"
        .formatted(warning.location().startLine(), warning.rule().ruleName(), warning.message());
  }

  private static String rest(Warning warning) {
    String url = warning.rule().url();
    return "|" + warning.rule().description() + (url.isEmpty() ? "" : "|" + url);
  }

  private static List<String> expected(JsonNode warnings) {
    return CorpusFiles.nodes(warnings)
        .map(
            warning ->
                Stream.of("line", "rule", "message", "description", "url")
                    .map(field -> warning.path(field).asText())
                    .filter(text -> !text.isEmpty())
                    .reduce((left, right) -> left + "|" + right)
                    .orElseThrow())
        .toList();
  }
}
