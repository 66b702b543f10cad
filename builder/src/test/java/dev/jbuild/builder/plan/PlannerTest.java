package dev.jbuild.builder.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildException.Kind;
import dev.jbuild.builder.StageOptions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlannerTest {
  private final Plans plans = new Plans();

  @Test
  void plan_whenStageIsNotNeeded_neitherPlansNorResolvesIt() throws Exception {
    Plan plan = plans.plan("FROM nosuch AS unused\nRUN x\nFROM busybox\nCOPY a /a\n");

    assertThat(plans.resolved).containsExactly("busybox:latest");
    assertThat(plan.vertices())
        .extracting(vertex -> vertex.op().getClass().getSimpleName())
        .containsExactly("SourceImage", "SourceContext", "Copy");
  }

  @Test
  void plan_ofTwoStagesFromOneImage_hasOneVertexForIt() throws Exception {
    Plan plan = plans.plan("FROM busybox AS a\nRUN x\nFROM busybox\nCOPY --from=a /x /y\n");

    assertThat(plan.vertices())
        .filteredOn(vertex -> vertex.op() instanceof Op.SourceImage)
        .hasSize(1);
    assertThat(plan.vertices().getLast()).isSameAs(plan.target());
  }

  @Test
  void plan_ofMetadataOnly_hasNoVertexForIt() throws Exception {
    Plan plan = plans.plan("FROM scratch\nENV a=b\nLABEL c=d\nEXPOSE 80\nUSER u\nWORKDIR /\n");

    assertThat(plan.vertices()).hasSize(1);
    assertThat(plan.target().op()).isInstanceOf(Op.Scratch.class);
    assertThat(plan.image().config().workingDir()).isEqualTo("/");
    assertThat(plan.history()).hasSize(5).allMatch(line -> line.entry().emptyLayer());
  }

  @Test
  void exec_seesEnvAndArguments_butNotProxies() throws Exception {
    StageOptions options =
        StageOptions.defaults()
            .withBuildArgs(Map.of("A", "given", "NOT_DECLARED", "x", "http_proxy", "p"));
    Plan plan = plans.plan("FROM busybox\nARG A\nARG B\nENV C=$A-c\nRUN x\n", options);

    Op.Exec exec = (Op.Exec) plan.target().op();
    assertThat(exec.env()).containsExactly(Plans.PATH, "A=given", "C=given-c");
    assertThat(exec.options().proxies())
        .containsExactlyInAnyOrderEntriesOf(Map.of("http_proxy", "p", "HTTP_PROXY", "p"));
    assertThat(exec.args()).containsExactly("/bin/sh", "-c", "x");
  }

  @Test
  void steps_areNumberedInTheirStage() throws Exception {
    Plan plan = plans.plan("FROM busybox AS b\nWORKDIR /w\nENV a=b\nRUN x\n");

    assertThat(plan.target().step())
        .satisfies(step -> assertThat(step.title()).isEqualTo("[b 3/3] RUN x"));
    assertThat(plan.target().origin()).hasToString("Dockerfile:4");
  }

  @Test
  void labelsOfTheRequest_replaceThoseOfTheFile() throws Exception {
    Plan plan =
        plans.plan(
            "FROM scratch\nLABEL a=file b=file\n",
            StageOptions.defaults().withLabels(Map.of("b", "request")));

    assertThat(plan.image().config().labels())
        .containsExactlyInAnyOrderEntriesOf(Map.of("a", "file", "b", "request"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "COPY --from=A_b:c:d a b | failed to parse stage name \"A_b:c:d\"",
        "COPY http://x/y z | source can't be a URL for COPY",
        "COPY git@host:repo z | source can't be a git ref for COPY",
        "COPY --chmod=99999 a b | invalid chmod parameter: '99999'",
        "COPY --chmod=u+q a b | invalid syntax",
        "ADD --checksum=sha1:00 http://x/y z | unsupported digest algorithm",
        "ADD --checksum=sha256:00 http://x/y http://x/z d/ | checksum can't be specified",
        "ADD --keep-git-dir https://x/y.git?keep-git-dir=0 z | inconsistent keep-git-dir",
        "ADD https://x/y.git?nothing=1 z | unexpected query",
        "ADD --checksum=sha256:00 a b | checksum requires HTTP(S) or Git sources",
        "RUN --mount=type=tmpfs,target=/ x | invalid mount target",
        "RUN --security=insecure x | security.insecure is not allowed",
        "RUN --device=vendor.com/class x | device is not allowed",
        "RUN [] | RUN [] names no program",
        "EXPOSE abc | invalid containerPort: abc",
        "EXPOSE 90-80 | invalid containerPort: 90-80",
        "EXPOSE 80/icmp | invalid proto: icmp",
        "STOPSIGNAL FOO | invalid signal: FOO",
        "STOPSIGNAL 0 | invalid signal: 0",
        "ENV a=${b:?missing} | b: missing",
      })
  void plan_whenInstructionIsWrong_saysSoWithItsLine(String instruction, String message) {
    assertThatExceptionOfType(BuildException.class)
        .isThrownBy(() -> plans.plan("FROM busybox AS me\n" + instruction + "\n"))
        .withMessageContaining(message)
        .satisfies(
            failure -> {
              assertThat(failure.kind()).isEqualTo(Kind.USER);
              assertThat(failure.exitCode()).isEqualTo(2);
              assertThat(failure.origin()).hasToString("Dockerfile:2");
            });
  }

  @Test
  void plan_whenPlatformIsNone_saysSoWithItsLine() {
    assertThatExceptionOfType(BuildException.class)
        .isThrownBy(() -> plans.plan("FROM --platform=toaster busybox\n"))
        .withMessageContaining("failed to parse platform toaster")
        .satisfies(failure -> assertThat(failure.origin()).hasToString("Dockerfile:1"));
  }

  @Test
  void plan_whenTargetIsMistyped_suggestsTheName() {
    assertThatExceptionOfType(BuildException.class)
        .isThrownBy(
            () ->
                plans.plan("FROM scratch AS build\n", StageOptions.defaults().withTarget("bulid")))
        .withMessage("target stage \"bulid\" could not be found (did you mean build?)");
  }

  @Test
  void run_ofLoneHeredoc_isTheScriptItself() throws Exception {
    Plan plan = plans.plan("FROM busybox\nRUN <<EOF\na\nb\nEOF\n");

    assertThat(((Op.Exec) plan.target().op()).args()).containsExactly("/bin/sh", "-c", "a\nb\n");
  }

  @Test
  void run_ofHeredocWithInterpreter_isAFile() throws Exception {
    Plan plan = plans.plan("FROM busybox\nRUN <<EOF\n#!/bin/awk\nb\nEOF\n");

    Op.Exec exec = (Op.Exec) plan.target().op();
    assertThat(exec.args()).containsExactly("/bin/sh", "-c", "/dev/pipes/EOF");
    assertThat(exec.files())
        .containsExactly(new InlineFile("/dev/pipes/EOF", 0755, "#!/bin/awk\nb\n"));
  }

  @Test
  void run_ofPipedHeredoc_leavesItToTheShell() throws Exception {
    Plan plan = plans.plan("FROM busybox\nRUN cat <<A | wc <<B\n1\nA\n2\nB\n");

    assertThat(((Op.Exec) plan.target().op()).args())
        .isEqualTo(List.of("/bin/sh", "-c", "cat <<A | wc <<B\n1\nA\n2\nB"));
  }

  @Test
  void targetStage_withoutTarget_isTheNameOfTheLastStage() throws Exception {
    Plan plan =
        plans.plan(
            "FROM scratch AS one\nFROM scratch AS Two\nARG TARGETSTAGE\nENV A=$TARGETSTAGE\n");

    assertThat(plan.image().config().env()).contains("A=two");
  }

  @Test
  void maintainer_isNotExpanded() throws Exception {
    Plan plan = plans.plan("FROM scratch\nENV A=b\nMAINTAINER $A <\\x>\n");

    assertThat(plan.image().author()).isEqualTo("$A <\\x>");
  }
}
