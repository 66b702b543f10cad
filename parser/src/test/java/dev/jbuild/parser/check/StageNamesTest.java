package dev.jbuild.parser.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jbuild.parser.Dockerfile;
import dev.jbuild.parser.Stage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class StageNamesTest {
  private static final List<Stage> STAGES =
      Dockerfile.parse(
              """
              FROM scratch AS Build
              FROM scratch
              FROM scratch AS build
              FROM scratch AS last
              """
                  .getBytes(StandardCharsets.UTF_8),
              "Dockerfile")
          .stages();

  private final StageNames names = new StageNames(STAGES);

  @Test
  void base_ofFrom_mindsTheCaseAndLooksUp() {
    assertThat(names.base("build", STAGES.get(2))).contains(STAGES.get(0));
    assertThat(names.base("build", STAGES.get(3))).contains(STAGES.get(2));
    assertThat(names.base("Build", STAGES.get(3))).isEmpty();
    assertThat(names.base("1", STAGES.get(3))).isEmpty();
    assertThat(names.base("build", STAGES.get(0))).isEmpty();
  }

  @Test
  void source_ofCopy_isNumberOrLastOfThatNameInAnyCase() {
    assertThat(names.source("BUILD")).contains(STAGES.get(2));
    assertThat(names.source("1")).contains(STAGES.get(1));
    assertThat(names.source("4")).isEmpty();
    assertThat(names.source("alpine")).isEmpty();
    assertThat(names.named("1")).isEmpty();
  }

  @Test
  void target_isNameInAnyCaseOrTheLastStage() {
    assertThat(names.target("Build")).contains(STAGES.get(2));
    assertThat(names.target(null)).contains(STAGES.get(3));
    assertThat(names.target("")).contains(STAGES.get(3));
    assertThat(names.target("0")).isEmpty();
    assertThat(names.unknownTarget("stage1"))
        .isEqualTo("target stage \"stage1\" could not be found (did you mean stage-1?)");
  }

  @Test
  void targetStage_isWhatIsAskedForOrTheLastName() {
    assertThat(names.targetStage(null)).isEqualTo("last");
    assertThat(names.targetStage("Build")).isEqualTo("Build");
    assertThat(new StageNames(STAGES.subList(0, 2)).targetStage(null)).isEqualTo("default");
  }
}
