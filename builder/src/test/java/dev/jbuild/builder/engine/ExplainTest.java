package dev.jbuild.builder.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jbuild.builder.BuildEnvironment;
import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.BuildRequest;
import dev.jbuild.builder.CacheOptions;
import dev.jbuild.builder.StageOptions;
import dev.jbuild.builder.explain.BuildLogs;
import dev.jbuild.builder.explain.Cause;
import dev.jbuild.builder.explain.Cause.Change;
import dev.jbuild.builder.explain.Explanation;
import dev.jbuild.builder.explain.Outcome;
import dev.jbuild.cache.action.ActionKey;
import dev.jbuild.oci.DiffId;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The causes that builds and plans tell. Nothing here starts the native helper. */
class ExplainTest {
  private static final String DOCKERFILE =
      """
      FROM scratch AS files
      COPY src /src
      COPY conf /conf
      FROM scratch
      COPY --from=files /src/lib /lib
      """;

  @TempDir Path work;
  private Path context;
  private Builder builder;

  @BeforeEach
  void open() throws Exception {
    context = Files.createDirectory(work.resolve("context"));
    write("Dockerfile", DOCKERFILE);
    write("src/main.c", "main");
    write("src/lib/lib.c", "lib");
    write("conf", "conf");
    builder =
        new Builder(BuildEnvironment.of(work.resolve("store"), work.resolve("no-native-helper")));
  }

  @AfterEach
  void close() throws BuildException {
    builder.close();
  }

  private void write(String path, String text) throws IOException {
    Path file = context.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private Explanation build(BuildRequest request) throws Exception {
    builder.build(request, BuildListener.SILENT);
    BuildLogs logs = new BuildLogs(builder.store());
    return logs.explain(logs.before(Subjects.of(request)).orElseThrow());
  }

  private Explanation build() throws Exception {
    return build(BuildRequest.of(context));
  }

  private Explanation plan() throws Exception {
    return builder.plan(BuildRequest.of(context), BuildListener.SILENT);
  }

  private static List<Outcome> outcomes(Explanation explanation) {
    return explanation.verdicts().stream().map(verdict -> verdict.step().outcome()).toList();
  }

  private static List<List<Cause>> causes(Explanation explanation) {
    return explanation.verdicts().stream().map(verdict -> verdict.causes()).toList();
  }

  private static Cause file(Change change, String path) {
    return new Cause.File(change, path, "");
  }

  @Test
  void build_whenFirst_saysSo() throws Exception {
    assertThat(causes(build())).containsOnly(List.of(new Cause.FirstBuild())).hasSize(3);
  }

  @Test
  void build_thatFails_leavesALogOfHowFarItCame() throws Exception {
    build();
    Files.delete(context.resolve("conf"));
    write("src/main.c", "other");
    assertThatExceptionOfType(BuildException.class).isThrownBy(this::build);

    BuildLogs logs = new BuildLogs(builder.store());
    Explanation failed =
        logs.explain(logs.latest(Subjects.of(BuildRequest.of(context))).orElseThrow());

    assertThat(failed.build().failed()).isTrue();
    assertThat(outcomes(failed)).containsExactly(Outcome.RAN, Outcome.FAILED, Outcome.NOT_DONE);
    assertThat(failed.verdicts().getFirst().causes())
        .containsExactly(file(Change.CHANGED, "src/main.c"));
    assertThat(failed.verdicts().getLast().causes()).isEmpty();
    assertThat(logs.last(log -> true)).contains(failed.build());

    write("conf", "conf");
    Explanation mended = build();

    assertThat(mended.before()).isNotNull();
    assertThat(mended.before().failed()).isFalse();
    assertThat(outcomes(mended)).containsExactly(Outcome.CACHED, Outcome.RAN, Outcome.CACHED);
    assertThat(logs.latest(mended.build().subject())).contains(mended.build());
  }

  @Test
  void build_forSeveralPlatforms_isComparedPlatformByPlatform() throws Exception {
    write(
        "Dockerfile", "FROM scratch\nARG TARGETARCH\nCOPY src-$TARGETARCH /src\nCOPY conf /conf\n");
    write("src-amd64/f", "a");
    write("src-riscv64/f", "r");
    BuildRequest both =
        BuildRequest.of(context)
            .withStages(
                StageOptions.defaults()
                    .withPlatforms(
                        List.of(Platform.parse("linux/amd64"), Platform.parse("linux/riscv64"))));
    assertThat(causes(build(both))).hasSize(4).containsOnly(List.of(new Cause.FirstBuild()));
    assertThat(causes(build())).as("this machine alone is another build").hasSize(2);
    assertThat(build(both).allCached()).isTrue();

    write("src-riscv64/f", "changed");
    Explanation planned = builder.plan(both, BuildListener.SILENT);
    Explanation changed = build(both);

    assertThat(outcomes(planned))
        .containsExactly(Outcome.CACHED, Outcome.CACHED, Outcome.WOULD_RUN, Outcome.DEPENDS);
    assertThat(outcomes(changed))
        .containsExactly(Outcome.CACHED, Outcome.CACHED, Outcome.RAN, Outcome.RAN);
    for (Explanation each : List.of(planned, changed)) {
      assertThat(each.verdicts().get(2).causes())
          .containsExactly(file(Change.CHANGED, "src-riscv64/f"));
      assertThat(each.verdicts().get(3).causes())
          .containsExactly(
              new Cause.Input(3, each.equals(planned) ? Outcome.WOULD_RUN : Outcome.RAN));
    }
  }

  @Test
  void build_whenNothingChanged_hasNoCauses() throws Exception {
    build();
    Explanation again = build();

    assertThat(again.allCached()).isTrue();
    assertThat(causes(again)).containsOnly(List.of());
  }

  @Test
  void build_whenFilesChange_namesThem() throws Exception {
    build();
    write("src/main.c", "other");
    write("src/new/deep.c", "deep");
    Files.delete(context.resolve("src/lib/lib.c"));
    Files.delete(context.resolve("src/lib"));
    write("src/lib", "a file now");

    assertThat(causes(build()).getFirst())
        .containsExactly(
            file(Change.REMOVED, "src/lib/lib.c"),
            file(Change.ADDED, "src/lib"),
            file(Change.CHANGED, "src/main.c"),
            file(Change.ADDED, "src/new/deep.c"));
  }

  @Test
  void build_whenStepAboveGivesOtherFiles_namesTheStep() throws Exception {
    build();
    write("conf", "other");
    Explanation again = build();

    assertThat(outcomes(again)).containsExactly(Outcome.CACHED, Outcome.RAN, Outcome.CACHED);
    write("src/main.c", "other");
    assertThat(causes(build()))
        .containsExactly(
            List.of(file(Change.CHANGED, "src/main.c")),
            List.of(new Cause.Input(1, Outcome.RAN)),
            List.of());
    write("src/lib/lib.c", "other");
    assertThat(causes(build()).getLast())
        .containsExactly(new Cause.Input(2, Outcome.RAN), file(Change.CHANGED, "src/lib/lib.c"));
  }

  @Test
  void build_whenModeChanges_tellsTheModes() throws Exception {
    write("Dockerfile", "FROM scratch\nCOPY conf /\n");
    Files.setPosixFilePermissions(
        context.resolve("conf"), PosixFilePermissions.fromString("rw-r--r--"));
    build();
    Files.setPosixFilePermissions(
        context.resolve("conf"), PosixFilePermissions.fromString("rwx------"));

    assertThat(causes(build()))
        .containsExactly(List.of(new Cause.File(Change.CHANGED, "conf", "mode 0644 -> 0700")));
  }

  @Test
  void build_whenStepIsInserted_comparesTheOthersWithThemselves() throws Exception {
    build();
    write("Dockerfile", DOCKERFILE.replace("COPY conf", "WORKDIR /src\nCOPY conf"));

    assertThat(causes(build()))
        .containsExactly(List.of(), List.of(new Cause.NewStep()), List.of(), List.of());
  }

  @Test
  void build_whenStepsChangePlaces_comparesThemWithThemselves() throws Exception {
    write("Dockerfile", "FROM scratch\nCOPY conf /a\nCOPY conf /b\nCOPY conf /c\n");
    build();
    write("Dockerfile", "FROM scratch\nCOPY conf /c\nCOPY conf /a\nCOPY conf /b\n");

    assertThat(causes(build()))
        .allSatisfy(
            causes ->
                assertThat(causes)
                    .hasSize(1)
                    .allMatch(
                        cause -> cause instanceof Cause.Input || cause instanceof Cause.Value));
  }

  @Test
  void build_whenLineChanges_showsBoth() throws Exception {
    build();
    write("Dockerfile", DOCKERFILE.replace("conf /conf", "conf /etc/conf"));

    assertThat(causes(build()).get(1))
        .containsExactly(new Cause.Line("COPY conf /conf", "COPY conf /etc/conf"));
  }

  @Test
  void build_withoutCache_saysSo() throws Exception {
    build();
    CacheOptions stage = CacheOptions.DEFAULT.withNoCacheStages(List.of("FILES"));
    BuildRequest request = BuildRequest.of(context);

    assertThat(causes(build(request.withCache(stage))))
        .containsExactly(List.of(new Cause.NoCache()), List.of(new Cause.NoCache()), List.of());
    assertThatThrownBy(() -> build(request.withCache(stage.withNoCacheStages(List.of("nowhere")))))
        .hasMessageContaining("no stage is named \"nowhere\"")
        .hasMessageContaining("the stages are: files");
  }

  @Test
  void build_whenRecordIsGone_saysSo() throws Exception {
    build();
    String key = build().build().steps().get(1).key().substring("sha256:".length());
    Files.delete(builder.store().root().resolve("actions").resolve(key));

    assertThat(causes(build()))
        .containsExactly(List.of(), List.of(new Cause.Evicted(false)), List.of());
  }

  @Test
  void build_whenLayerIsGone_saysSo() throws Exception {
    build();
    ActionKey key = new ActionKey(Digest.parse(build().build().steps().getLast().key()));
    DiffId layer = builder.store().actions().find(key).orElseThrow().result().layers().getFirst();
    builder.store().content().delete(layer.digest());

    assertThat(causes(build()).getLast()).containsExactly(new Cause.Evicted(true));
  }

  @Test
  void plan_saysWhatABuildWouldDo_andDoesNothing() throws Exception {
    Explanation first = plan();
    assertThat(outcomes(first))
        .containsExactly(Outcome.WOULD_RUN, Outcome.WOULD_RUN, Outcome.DEPENDS);
    build();
    assertThat(plan().allCached()).isTrue();
    write("src/main.c", "other");

    Explanation planned = plan();

    assertThat(causes(planned))
        .containsExactly(
            List.of(file(Change.CHANGED, "src/main.c")),
            List.of(new Cause.Input(1, Outcome.WOULD_RUN)),
            List.of(new Cause.Input(2, Outcome.DEPENDS)));
    assertThat(outcomes(planned))
        .containsExactly(Outcome.WOULD_RUN, Outcome.DEPENDS, Outcome.DEPENDS);
    assertThat(outcomes(plan())).isEqualTo(outcomes(planned));
    assertThat(outcomes(build())).containsExactly(Outcome.RAN, Outcome.RAN, Outcome.CACHED);
  }

  @Test
  void build_ofACopyOfTheContext_isComparedWithTheImageOfThatName() throws Exception {
    BuildRequest request =
        BuildRequest.of(context).withTags(List.of(ImageReference.parse("localhost/app")));
    build(request);
    Path moved = work.resolve("elsewhere");
    Files.move(context, moved);
    context = moved;
    write("conf", "other");

    Explanation elsewhere =
        build(BuildRequest.of(context).withTags(List.of(ImageReference.parse("localhost/app"))));

    assertThat(causes(elsewhere))
        .containsExactly(List.of(), List.of(file(Change.CHANGED, "conf")), List.of());
  }
}
