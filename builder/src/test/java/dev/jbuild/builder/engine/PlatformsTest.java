package dev.jbuild.builder.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.jbuild.builder.Annotation;
import dev.jbuild.builder.BuildEnvironment;
import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.BuildRequest;
import dev.jbuild.builder.BuildResult;
import dev.jbuild.builder.DockerfileSource;
import dev.jbuild.builder.OutputOptions;
import dev.jbuild.builder.StageOptions;
import dev.jbuild.builder.StepReport;
import dev.jbuild.cache.image.StoredImage;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.ImageIndex;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.MediaTypes;
import dev.jbuild.oci.Platform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds for other platforms than this machine's, and for several at once. */
class PlatformsTest {
  private static final Platform RISCV = Platform.parse("linux/riscv64");
  private static final Platform POWER = Platform.parse("linux/ppc64le");

  @TempDir Path work;
  private Path context;
  private Builder builder;

  @BeforeEach
  void open() throws Exception {
    context = Files.createDirectory(work.resolve("context"));
    Files.writeString(context.resolve("riscv64"), "r");
    Files.writeString(context.resolve("ppc64le"), "p");
    builder =
        new Builder(BuildEnvironment.of(work.resolve("store"), work.resolve("no-native-helper")));
  }

  @AfterEach
  void close() throws BuildException {
    builder.close();
  }

  private BuildResult build(String dockerfile, List<Platform> platforms, OutputOptions output)
      throws Exception {
    return builder.build(
        BuildRequest.of(context)
            .withDockerfile(new DockerfileSource.Inline(dockerfile))
            .withStages(StageOptions.defaults().withPlatforms(platforms))
            .withOutput(output),
        BuildListener.SILENT);
  }

  private static OutputOptions named(String name) {
    return OutputOptions.DEFAULT.withTags(List.of(ImageReference.parse(name)));
  }

  @Test
  void build_forAnotherPlatform_needsNoEmulatorToCopy() throws Exception {
    BuildResult result =
        build(
            "FROM scratch\nARG TARGETARCH\nCOPY $TARGETARCH /f\nENV ON=$TARGETARCH\n",
            List.of(RISCV),
            named("far"));

    assertThat(result.image().mediaType()).isEqualTo(MediaTypes.OCI_MANIFEST);
    assertThat(result.config().platform()).isEqualTo(RISCV);
    assertThat(result.config().config().env()).contains("ON=riscv64");
  }

  @Test
  void build_forSeveral_givesAnIndexUnderEachName() throws Exception {
    BuildResult result =
        build(
            "FROM scratch\nARG TARGETARCH\nCOPY $TARGETARCH /f\n",
            List.of(RISCV, POWER),
            named("both:1"));

    assertThat(builder.store().tags().find(ImageReference.parse("both:1")))
        .contains(result.image());
    ImageIndex index = ImageIndex.parse(builder.store().content().read(result.image().digest()));
    assertThat(index.manifests()).extracting(Descriptor::platform).containsExactly(RISCV, POWER);
    assertThat(index.manifests())
        .extracting(Descriptor::digest)
        .containsExactlyElementsOf(
            result.images().stream().map(image -> image.manifest().digest()).toList());
    assertThat(result.id()).isEqualTo(result.image().digest());
  }

  @Test
  void build_forSeveral_doesWhatIsTheSameOnce() throws Exception {
    BuildResult result =
        build(
            """
            FROM --platform=$BUILDPLATFORM scratch AS tools
            COPY riscv64 ppc64le /
            FROM scratch
            ARG TARGETARCH
            COPY --from=tools $TARGETARCH /f
            """,
            List.of(RISCV, POWER),
            named("cross"));

    assertThat(result.steps())
        .extracting(report -> report.step().title())
        .containsExactly(
            "[" + Platform.host() + " tools 1/1] COPY riscv64 ppc64le /",
            "[linux/riscv64 stage-1 1/1] COPY --from=tools $TARGETARCH /f",
            "[linux/ppc64le stage-1 1/1] COPY --from=tools $TARGETARCH /f");
    assertThat(result.steps()).extracting(report -> report.step().number()).doesNotHaveDuplicates();
    assertThat(result.steps()).noneMatch(StepReport::cached);
    assertThat(result.images())
        .extracting(StoredImage::config)
        .extracting(config -> config.diffIds().getFirst())
        .doesNotHaveDuplicates();
  }

  @Test
  void from_anImageForSeveral_takesTheOneForThePlatform() throws Exception {
    build("FROM scratch\nARG TARGETARCH\nCOPY $TARGETARCH /f\n", List.of(RISCV, POWER), named("b"));

    BuildResult result = build("FROM b\nLABEL a=b\n", List.of(POWER, RISCV), OutputOptions.DEFAULT);

    assertThat(result.images())
        .extracting(image -> image.config().platform())
        .containsExactly(POWER, RISCV);
  }

  @Test
  void run_onAPlatformWithoutEmulator_isRefusedWithItsLine() {
    assertThatExceptionOfType(BuildException.class)
        .isThrownBy(
            () ->
                build(
                    "FROM scratch\nCOPY . /\nRUN /x\n",
                    List.of(Platform.parse("linux/sparc")),
                    OutputOptions.DEFAULT))
        .withMessageContaining("has no emulator for linux/sparc: install one with: apt-get")
        .satisfies(
            failure -> assertThat(Objects.requireNonNull(failure.origin()).line()).isEqualTo(3));
  }

  @Test
  void annotations_arePutWhereTheySay() throws Exception {
    List<Annotation> annotations =
        List.of(
                "all=1",
                "manifest[linux/riscv64]:one=2",
                "index,manifest-descriptor:both=3=4",
                "index-descriptor:name=5")
            .stream()
            .flatMap(text -> Annotation.parse(text).stream())
            .toList();

    BuildResult result =
        build(
            "FROM scratch\nLABEL a=b\n",
            List.of(RISCV, POWER),
            named("noted").withAnnotations(annotations));

    assertThat(result.images().getFirst().manifest().annotations())
        .isEqualTo(Map.of("all", "1", "one", "2"));
    assertThat(result.images().getLast().manifest().annotations()).isEqualTo(Map.of("all", "1"));
    ImageIndex index = ImageIndex.parse(builder.store().content().read(result.image().digest()));
    assertThat(index.annotations()).isEqualTo(Map.of("both", "3=4"));
    assertThat(index.manifests())
        .allMatch(manifest -> manifest.annotations().equals(Map.of("both", "3=4")));
    assertThat(result.image().annotations()).isEqualTo(Map.of("name", "5"));
  }

  @Test
  void annotationOfAnIndex_forOnePlatform_isRefused() {
    assertThatExceptionOfType(BuildException.class)
        .isThrownBy(
            () ->
                build(
                    "FROM scratch\nLABEL a=b\n",
                    List.of(RISCV),
                    OutputOptions.DEFAULT.withAnnotations(Annotation.parse("index:a=b"))))
        .withMessageContaining("a is for an image index");
  }

  @Test
  void annotation_inAnotherForm_isRefused() {
    for (String wrong : List.of("a", "layer:a=b", "manifest[:a=b", "=b", "manifest[x/y/z/w]:a=b")) {
      assertThatExceptionOfType(IllegalArgumentException.class)
          .isThrownBy(() -> Annotation.parse(wrong));
    }
  }
}
