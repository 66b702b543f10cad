package dev.jbuild.parser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the bytes, the answer is diagnostics: no exception, no overflow, no long wait. */
class RobustnessTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static void check(byte[] bytes) {
    Dockerfile file = Dockerfile.parse(bytes, "Dockerfile");
    assertThat(file.hasErrors() || !file.stages().isEmpty()).isTrue();
    assertThat(file.renderDiagnostics()).isNotNull();
    int lines = (int) file.source().lines().count();
    assertThat(file.diagnostics())
        .allMatch(d -> d.location().endLine() <= Math.max(1, lines), "ends in the file");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ONBUILD ",
        "RUN [",
        "RUN {",
        "RUN [\"a\",[",
        "ENV a=${x:-",
        "RUN <<E${x:-",
        "RUN <<E ",
        "COPY --a ",
        "ENV a='",
        "ENV a=\"\\",
        "LABEL a=b ",
        "RUN \\\n",
        "# x\n",
        "RUN x\n",
        "\\\n",
        "RUN \\\n#\n",
        "RUN << ",
        "HEALTHCHECK CMD [",
        "RUN --mount=\"",
        "\n",
        "\\",
        "[\"a\",",
        "RUN echo $((1 <<",
        "EXPOSE 1-"
      })
  void parse_ofARepeatedPiece_takesLinearTimeAndLittleStack(String piece) {
    String text = "FROM a\nRUN [\"a\"]\n" + piece.repeat(120_000 / piece.length());
    assertTimeoutPreemptively(PATIENCE, () -> check(text.getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          ~FROM a\nENV a=~        | ${x:-             | ~~
          ~FROM a\nRUN <<E~       | ${x:-             | ~~
          ~FROM a\nRUN ~          | ~[~               | ~~
          ~FROM a\nRUN ~          | ~["a",[~          | ~~
          ~FROM a\nRUN ~          | ~["a",~           | ~"]~
          ~FROM a\nRUN <<~        | ~ ~               | ~<\n~
          ~FROM a\n~              | ~ONBUILD ~        | ~RUN x\n~
          ~# syntax=a~            | ~ ~               | ~b\nFROM a\n~
          ~FROM a\nRUN --a="~     | ~\\\\~            | ~\n~
          ~FROM a\nENV a=~        | ~"'\\~            | ~\n~
          ~FROM a\nHEALTHCHECK --interval=~ | ~1h~    | ~ CMD x\n~
          ~FROM a\nRUN --mount=~  | ~a,~              | ~ x\n~
          """)
  void parse_ofALongMiddle_takesLinearTimeAndLittleStack(String start, String middle, String end) {
    String text = start + middle.repeat(60_000 / middle.length()) + end;
    assertTimeoutPreemptively(PATIENCE, () -> check(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void syntax_ofLongJson_takesLinearTimeAndLittleStack() {
    String text = "{\"syntax\":\"" + "\\n".repeat(60_000) + "x\"}";
    assertTimeoutPreemptively(
        PATIENCE,
        () ->
            assertThat(DetectedDirective.syntax(text.getBytes(StandardCharsets.UTF_8)))
                .isPresent());
  }
}
