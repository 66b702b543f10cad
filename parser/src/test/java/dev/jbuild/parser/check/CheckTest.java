package dev.jbuild.parser.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.jbuild.parser.Diagnostic;
import dev.jbuild.parser.Dockerfile;
import dev.jbuild.parser.lint.Rule;
import dev.jbuild.parser.lint.Warning;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the corpus does not hold. */
class CheckTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private static CheckReport check(String text, CheckContext context) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return Check.run(Dockerfile.parse(bytes, "Dockerfile"), context);
  }

  private static CheckReport check(String text) {
    return check(text, CheckContext.DEFAULT);
  }

  private static List<String> errors(CheckReport report) {
    return report.errors().stream()
        .map(error -> error.location().startLine() + " " + error.message())
        .toList();
  }

  private static List<Rule> rules(CheckReport report) {
    return report.warnings().stream().map(Warning::rule).toList();
  }

  @Test
  void check_always_findsAllErrorsAtOnce() {
    String text =
        """
        FROM A
        FROM scratch AS a
        EXPOSE x
        COPY --from=b / /
        NONSENSE
        FROM ${NOTHING}
        STOPSIGNAL x
        """;
    assertThat(errors(check(text)))
        .containsExactly(
            "1 failed to parse stage name \"A\": invalid reference format: repository name"
                + " (library/A) must be lowercase",
            "3 invalid containerPort: x",
            "5 unknown instruction: NONSENSE",
            "6 base name (${NOTHING}) should not be blank",
            "7 invalid signal: x");
  }

  @Test
  void check_ofStageUsedAboveItself_saysSo() {
    String text =
        """
        FROM scratch AS a
        COPY --from=B /x /
        RUN --mount=from=b,target=/m true
        FROM scratch AS b
        """;
    assertThat(errors(check(text)))
        .containsExactly(
            "2 cannot copy from stage \"B\", it needs to be defined before current stage \"a\"",
            "3 cannot mount from stage \"b\" to \"/m\", stage needs to be defined before current"
                + " command");
    assertThat(errors(check(text, CheckContext.DEFAULT.withTarget("b")))).isEmpty();
  }

  @Test
  void check_ofCircle_namesTheStageThatLeadsIntoIt() {
    String text =
        """
        FROM scratch AS a
        COPY --from=b /x /
        FROM scratch AS b
        COPY --from=a /x /
        """;
    assertThat(errors(check(text))).containsExactly("2 circular dependency detected on stage: a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"COPY --from=2 a b", "COPY --from=-1 a b", "COPY --from=$a a b"})
  void check_ofImpossibleSource_isError(String copy) {
    assertThat(check("FROM scratch\n" + copy + "\n").errors())
        .extracting(Diagnostic::message)
        .first()
        .asString()
        .containsAnyOf("invalid stage index", "variable expansion is not supported for --from");
  }

  @Test
  void check_ofTriggersOfAStage_checksThemWhereItIsUsed() {
    String text =
        """
        FROM scratch AS a
        ONBUILD EXPOSE x
        FROM scratch AS b
        FROM a
        """;
    assertThat(errors(check(text))).containsExactly("4 invalid containerPort: x");
  }

  @Test
  void check_ofStageBasedOnStage_inheritsVariablesShellAndWorkdir() {
    String text =
        """
        FROM scratch AS a
        ARG ONE
        ENV TWO=2
        SHELL ["bash"]
        WORKDIR /w
        FROM a
        COPY $ONE $TWO /
        WORKDIR sub
        CMD x
        """;
    assertThat(rules(check(text))).isEmpty();
  }

  @Test
  void check_withBuildArgument_doesNotEvaluateTheDefault() {
    String text = "FROM scratch\nARG A=${B:?gone}\n";
    assertThat(errors(check(text))).hasSize(1);
    assertThat(check(text, CheckContext.DEFAULT.withBuildArgs(Map.of("A", "x"))).errors())
        .isEmpty();
  }

  @Test
  void check_ofMalformedOptions_isError() {
    assertThat(errors(check("# check=what\nFROM scratch\n")))
        .containsExactly("1 failed to parse check options: invalid check option \"what\"");
  }

  @Test
  void check_ofBrokenSyntax_warnsOfNothing() {
    CheckReport report = check("FROM scratch AS A\nENV x\n");
    assertThat(report.errors()).isNotEmpty();
    assertThat(report.warnings()).isEmpty();
  }

  @Test
  void check_whenValuesGrowWithoutBound_endsSoon() {
    String text =
        "FROM scratch\nENV A=aaaaaaaaaaaaaaaa\n" + "ENV A=$A$A$A$A$A$A$A$A\n".repeat(1_000);
    assertTimeoutPreemptively(SOON, () -> check(text));
  }

  @Test
  void check_ofVeryManyStages_endsSoon() {
    String chain =
        IntStream.range(0, 20_000)
            .mapToObj(i -> "FROM scratch AS s%d\nCOPY --from=s%d / /\n".formatted(i, i + 1))
            .collect(Collectors.joining());
    CheckReport report = assertTimeoutPreemptively(SOON, () -> check(chain));
    assertThat(report.errors()).hasSizeGreaterThan(10_000);
  }

  @Test
  void check_ofVeryManyUndefinedVariables_endsSoon() {
    String text =
        "FROM scratch\n"
            + IntStream.range(0, 10_000)
                .mapToObj(i -> "ENV V%d=$W%d\n".formatted(i, i))
                .collect(Collectors.joining());
    CheckReport report = assertTimeoutPreemptively(SOON, () -> check(text));
    assertThat(report.warnings()).hasSize(10_000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          VERSION                 | ''
          GLOBAL,TRIGGERED        | ''
          http_proxy,No_Proxy     | ''
          TARGETARCH,BUILDPLATFORM,BUILDKIT_SYNTAX,SOURCE_DATE_EPOCH,TARGETSTAGE | ''
          NOWHERE                 | One or more build-args [NOWHERE] were not consumed
          VERSON                  | One or more build-args [VERSON] were not consumed (did you mean VERSION?)
          version                 | One or more build-args [version] were not consumed (did you mean VERSION?)
          OTHER,NO,VERSIONS       | One or more build-args [NO OTHER VERSIONS] were not consumed (did you mean VERSION for VERSIONS?)
          """)
  void check_withArgumentThatNoArgTakes_saysWhatWasMeant(String given, String notice) {
    Map<String, String> args =
        List.of(given.split(",")).stream().collect(Collectors.toMap(name -> name, name -> "x"));
    String text = "ARG GLOBAL\nFROM scratch AS a\nONBUILD ARG TRIGGERED\nFROM a\nARG VERSION\n";
    CheckReport report = check(text, CheckContext.DEFAULT.withBuildArgs(args));
    assertThat(String.join("", report.notices())).isEqualTo(notice);
    assertThat(report.failed()).isFalse();
  }

  @Test
  void check_ofPortThatIsWrong_warnsOfItAsWell() {
    CheckReport report = check("FROM scratch\nEXPOSE 80 1.2.3:8x:99/TCP 90/UDP\n");
    assertThat(errors(report)).containsExactly("2 invalid IP address: 1.2.3");
    assertThat(rules(report))
        .containsExactlyInAnyOrder(Rule.EXPOSE_PROTO_CASING, Rule.EXPOSE_INVALID_FORMAT);
  }

  @Test
  void check_withCommentAboveAnInstruction_isSilentAboutThatInstructionOnly() {
    String text =
        """
        # check=skip=all
        # a comment
        FROM scratch AS Scratch
        # check=skip=all
        FROM scratch AS Scratch
        # check=skip=all
        expose 80/TCP
        # check=skip=all
        FROM $nothing
        """;
    String below = "\n" + text;
    assertThat(rules(check(below)))
        .containsExactlyInAnyOrder(
            Rule.RESERVED_STAGE_NAME,
            Rule.RESERVED_STAGE_NAME,
            Rule.DUPLICATE_STAGE_NAME,
            Rule.CONSISTENT_INSTRUCTION_CASING,
            Rule.INVALID_DEFAULT_ARG_IN_FROM);
    assertThat(rules(check(text))).isEmpty();
  }
}
