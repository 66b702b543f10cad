package dev.jbuild.builder.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jbuild.builder.Annotation;
import dev.jbuild.builder.BuildEnvironment;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.BuildRequest;
import dev.jbuild.builder.BuildResult;
import dev.jbuild.builder.Export;
import dev.jbuild.builder.OutgoingForm;
import dev.jbuild.builder.OutputOptions;
import dev.jbuild.builder.engine.Builder;
import dev.jbuild.builder.image.Program;
import dev.jbuild.builder.image.Skopeo;
import dev.jbuild.cache.layer.LayerCompression;
import dev.jbuild.oci.ImageIndex;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.Manifest;
import dev.jbuild.oci.MediaTypes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Archives and layouts straight from a build, read by others. */
@Timeout(120)
final class ArchiveExportTest {
  private static final OutgoingForm ZSTD =
      new OutgoingForm(LayerCompression.ZSTD, false, OutgoingForm.Types.AS_THEY_CAME);

  @TempDir private Path work;
  private Path context;
  private Builder builder;

  @SuppressWarnings("NullAway.Init") // set before each test
  ArchiveExportTest() {}

  @BeforeEach
  void open() throws Exception {
    context = Files.createDirectory(work.resolve("context"));
    Files.writeString(context.resolve("file"), "text");
    Files.writeString(context.resolve("Dockerfile"), "FROM scratch\nCOPY file /dir/\nENV a=b\n");
    builder =
        new Builder(BuildEnvironment.of(work.resolve("store"), work.resolve("no-native-helper")));
  }

  @AfterEach
  void close() throws Exception {
    builder.close();
  }

  private BuildResult export(Export... exports) throws Exception {
    return builder.build(
        BuildRequest.of(context).withOutput(OutputOptions.DEFAULT.withExports(List.of(exports))),
        BuildListener.SILENT);
  }

  private static Export.Looks looks(OutgoingForm form, String... names) {
    return new Export.Looks(
        List.of(names).stream().map(ImageReference::parse).toList(), form, List.of());
  }

  @Test
  void archivesOfOneBuild_areReadByOthers_withTheSameDigest() throws Exception {
    Path tar = work.resolve("image.tar");
    Path layout = work.resolve("layout");
    export(
        new Export.Archive(
            new Export.Target.File(tar), looks(OutgoingForm.DEFAULT, "one:1", "two:2")),
        new Export.Layout(layout, looks(OutgoingForm.DEFAULT, "one:1")));

    Path fromTar = work.resolve("from-tar");
    Skopeo.copy("oci-archive:" + tar + ":2", "oci:" + fromTar + ":x");
    Path fromLayout = work.resolve("from-layout");
    Skopeo.copy("oci:" + layout + ":1", "oci:" + fromLayout + ":x");
    assertThat(fromTar.resolve("index.json"))
        .hasSameTextualContentAs(fromLayout.resolve("index.json"));
    Skopeo.copy("docker-archive:" + tar + ":docker.io/library/one:1", "dir:" + work.resolve("d"));
    assertThat(Skopeo.inspect("oci:" + layout + ":1", "--config")).contains("a=b");
    assertThat(builder.store().tags().all()).isEmpty();

    Path bundle = work.resolve("bundle");
    Program.run(
        List.of("umoci", "unpack", "--rootless", "--image", layout + ":1", bundle.toString()));
    assertThat(bundle.resolve("rootfs/dir/file")).hasContent("text");
  }

  @Test
  void layout_keepsWhatItHasUnderOtherTags() throws Exception {
    Path layout = work.resolve("layout");
    export(new Export.Layout(layout, looks(OutgoingForm.DEFAULT, "app:1")));
    export(new Export.Layout(layout, looks(ZSTD, "app:2")));
    export(new Export.Layout(layout, looks(ZSTD, "app:2")));

    ImageIndex index = ImageIndex.parse(Files.readAllBytes(layout.resolve("index.json")));
    assertThat(index.manifests()).hasSize(2);
    assertThat(Skopeo.inspect("oci:" + layout + ":1", "--raw")).contains("tar+gzip");
    assertThat(Skopeo.inspect("oci:" + layout + ":2", "--raw")).contains("tar+zstd");
  }

  @Test
  void compressionAndAnnotations_areThoseOfTheExport() throws Exception {
    Path plain = work.resolve("plain");
    Export.Looks looks =
        new Export.Looks(
            List.of(),
            new OutgoingForm(LayerCompression.NONE, false, OutgoingForm.Types.OCI),
            Annotation.parse("org.example=x"));
    BuildResult result = export(new Export.Layout(plain, looks));

    ImageIndex index = ImageIndex.parse(Files.readAllBytes(plain.resolve("index.json")));
    Manifest manifest =
        Manifest.parse(
            Files.readAllBytes(
                plain.resolve("blobs/sha256/" + index.manifests().getFirst().digest().hex())));
    assertThat(manifest.annotations()).isEqualTo(Map.of("org.example", "x"));
    assertThat(manifest.layers().getFirst().mediaType()).isEqualTo(MediaTypes.OCI_LAYER);
    assertThat(manifest.layers().getFirst().digest())
        .isEqualTo(result.config().diffIds().getFirst().digest());
    assertThat(result.images().getFirst().manifest().annotations()).isEmpty();
  }
}
