package dev.jbuild.builder.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.jbuild.builder.BuildEnvironment;
import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildException.Kind;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.BuildRequest;
import dev.jbuild.builder.DockerfileSource;
import dev.jbuild.builder.Origin;
import dev.jbuild.builder.StageOptions;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.Platform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a build says of its Dockerfile before it runs anything. */
class BuildCheckTest {
  @TempDir Path work;
  private Path context;
  private Builder builder;
  private final List<String> warnings = new ArrayList<>();
  private final BuildListener listener =
      new BuildListener() {
        @Override
        public void warning(String message, @Nullable Origin origin) {
          warnings.add(Objects.requireNonNull(origin).line() + " " + message);
        }
      };

  @BeforeEach
  void open() throws Exception {
    context = Files.createDirectory(work.resolve("context"));
    builder = new Builder(BuildEnvironment.of(work.resolve("store"), work.resolve("native")));
  }

  @AfterEach
  void close() throws BuildException {
    builder.close();
  }

  private void build(String dockerfile, String tag) throws BuildException, InterruptedException {
    builder.build(
        BuildRequest.of(context)
            .withDockerfile(new DockerfileSource.Inline(dockerfile))
            .withTags(List.of(ImageReference.parse(tag))),
        listener);
  }

  @Test
  void build_whenSeveralInstructionsAreWrong_tellsAllAtOnce() {
    assertThatExceptionOfType(BuildException.class)
        .isThrownBy(() -> build("FROM scratch\nEXPOSE nope\nSTOPSIGNAL FOO\n", "app"))
        .withMessageContaining("Dockerfile:2:")
        .withMessageContaining("Dockerfile:3:")
        .withMessageContaining("(2 errors)")
        .satisfies(failure -> assertThat(failure.kind()).isEqualTo(Kind.USER));
  }

  @Test
  void build_withSomethingDoubtful_warns() throws Exception {
    build("FROM scratch as base\nMAINTAINER me\n", "app");

    assertThat(warnings)
        .anyMatch(warning -> warning.startsWith("1 FromAsCasing: "))
        .anyMatch(warning -> warning.startsWith("2 MaintainerDeprecated: "))
        .hasSize(2);
  }

  @Test
  void build_whenTheFileAsksForIt_skipsARuleOrFails() throws Exception {
    build("# check=skip=MaintainerDeprecated\nFROM scratch\nMAINTAINER me\n", "app");
    assertThat(warnings).isEmpty();

    assertThatExceptionOfType(BuildException.class)
        .isThrownBy(() -> build("# check=error=true\nFROM scratch\nMAINTAINER me\n", "app"))
        .withMessageContaining("lint violation found for rules: MaintainerDeprecated");
  }

  @Test
  void build_onAnImage_knowsItsVariables() throws Exception {
    build("FROM scratch\nENV PORT=80\n", "base");
    build("FROM base\nEXPOSE $PORT\nLABEL a=$NOWHERE\n", "app");

    assertThat(warnings).hasSize(1).first().asString().startsWith("3 UndefinedVar: ");
  }

  @Test
  void build_withStageThatIsNotNeeded_asksNobodyForItsImage() throws Exception {
    build(
        "FROM localhost:1/no/such AS unused\nCOPY --from=localhost:1/nor/that a b\nFROM scratch\nMAINTAINER me\n",
        "app");

    assertThat(warnings).hasSize(1).first().asString().startsWith("4 MaintainerDeprecated: ");
  }

  @Test
  void build_onAnImageThatCannotBeHad_tellsWhichLineNamesIt() {
    assertThatExceptionOfType(BuildException.class)
        .isThrownBy(() -> build("FROM scratch\nCOPY --from=localhost:1/no/such a b\n", "app"))
        .satisfies(
            failure -> {
              assertThat(failure.kind()).isEqualTo(Kind.REGISTRY);
              assertThat(failure.origin()).hasToString("Dockerfile:2");
            });
  }

  @Test
  void build_withACircleAndAnImageThatCannotBeHad_tellsOfTheCircle() {
    String circle = "FROM scratch AS a\nCOPY --from=b x y\nFROM scratch AS b\nCOPY --from=a x y\n";
    assertThatExceptionOfType(BuildException.class)
        .isThrownBy(() -> build(circle + "FROM localhost:1/no/such\nCOPY --from=a x y\n", "app"))
        .withMessageContaining("circular dependency detected on stage: a");
  }

  @Test
  void build_forSeveralPlatforms_tellsForWhichSomethingIsFound() throws Exception {
    BuildRequest request =
        BuildRequest.of(context)
            .withDockerfile(
                new DockerfileSource.Inline(
                    """
                    FROM scratch AS base-amd64
                    ENV NAME=a
                    FROM scratch AS base-riscv64
                    FROM base-$TARGETARCH
                    LABEL name=$NAME other=$NOTHING
                    """))
            .withStages(
                StageOptions.defaults()
                    .withPlatforms(
                        List.of(Platform.parse("linux/amd64"), Platform.parse("linux/riscv64"))));
    builder.build(request, listener);

    assertThat(warnings)
        .containsExactly(
            "5 UndefinedVar: Usage of undefined variable '$NAME' (for linux/riscv64)",
            "5 UndefinedVar: Usage of undefined variable '$NOTHING'");
  }

  @Test
  void build_withAnArgumentThatNoArgTakes_saysWhichWasMeant() throws Exception {
    BuildRequest request =
        BuildRequest.of(context)
            .withDockerfile(new DockerfileSource.Inline("FROM scratch\nARG VERSION\nLABEL a=b\n"))
            .withStages(StageOptions.defaults().withBuildArgs(Map.of("VERSOIN", "1")));
    List<String> told = new ArrayList<>();
    builder.build(
        request,
        new BuildListener() {
          @Override
          public void warning(String message, @Nullable Origin origin) {
            told.add(message);
          }
        });

    assertThat(told)
        .containsExactly(
            "One or more build-args [VERSOIN] were not consumed (did you mean VERSION?)");
  }
}
