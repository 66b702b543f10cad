package dev.jbuild.builder.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jbuild.builder.BuildEnvironment;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.BuildRequest;
import dev.jbuild.builder.DockerfileSource;
import dev.jbuild.builder.StepInfo;
import dev.jbuild.builder.engine.Builder;
import dev.jbuild.builder.image.LocalImage;
import dev.jbuild.builder.image.LocalImages;
import dev.jbuild.cache.Store;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.DiffId;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.HistoryEntry;
import dev.jbuild.oci.ImageConfig;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.Manifest;
import dev.jbuild.oci.MediaTypes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layers of other tools that have files and not the directories that these are in. */
class ForeignLayerTest {
  private static final Path CORPUS = Path.of("../testdata/corpus").toAbsolutePath().normalize();

  @TempDir Path work;

  private static byte[] tarOf(String path) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      tar.putArchiveEntry(new TarArchiveEntry(path));
      tar.closeArchiveEntry();
    }
    return bytes.toByteArray();
  }

  /** Names {@code base} with one layer more. */
  private static void addLayer(Store store, String base, byte[] tar, String name) throws Exception {
    LocalImage image = new LocalImages(store).find(base);
    Descriptor layer = Descriptor.of(MediaTypes.OCI_LAYER, tar);
    store.content().put(tar);
    store.layers().ingest(new ByteArrayInputStream(tar), layer);
    List<DiffId> diffIds = new ArrayList<>(image.config().diffIds());
    diffIds.add(new DiffId(Digest.sha256(tar)));
    List<HistoryEntry> history = new ArrayList<>(image.config().history());
    history.add(new HistoryEntry(null, "other", null, null, false));
    ImageConfig config = image.config().withLayers(diffIds, history);
    store.content().put(config.toJson());
    List<Descriptor> layers = new ArrayList<>(image.manifest().layers());
    layers.add(layer);
    Manifest manifest = Manifest.of(Descriptor.of(MediaTypes.OCI_CONFIG, config.toJson()), layers);
    store.content().put(manifest.raw());
    store.tags().tag(ImageReference.parse(name), manifest.descriptor());
  }

  private static String run(Builder builder, Path context, String from) throws Exception {
    StringBuilder output = new StringBuilder();
    BuildListener listener =
        new BuildListener() {
          @Override
          public void stepOutput(StepInfo step, Stream stream, byte[] bytes) {
            output.append(new String(bytes, StandardCharsets.UTF_8));
          }
        };
    String dockerfile = "FROM " + from + "\nRUN stat -c '%n %a %u:%g' /d /d/e /d/e/n\n";
    builder.build(
        BuildRequest.of(context).withDockerfile(new DockerfileSource.Inline(dockerfile)), listener);
    return output.toString();
  }

  @Test
  void run_onALayerWithoutParents_seesThemAsTheLayersBelowHaveThem() throws Exception {
    assumeTrue(Busybox.isHere(), "needs the static /bin/busybox");
    Path context = Files.createDirectory(work.resolve("context"));
    try (Builder builder =
        new Builder(BuildEnvironment.of(work.resolve("store"), work.resolve("native")))) {
      Busybox.tag(builder.store(), CORPUS, Set.of("busybox"));
      for (String mode : List.of("700", "1777")) {
        builder.build(
            BuildRequest.of(context)
                .withDockerfile(
                    new DockerfileSource.Inline(
                        "FROM busybox\nRUN mkdir -p /d/e; chmod " + mode + " /d; chown 5:6 /d/e\n"))
                .withTags(List.of(ImageReference.parse("base" + mode))),
            BuildListener.SILENT);
        addLayer(builder.store(), "base" + mode, tarOf("d/e/n"), "on" + mode);
      }

      assertThat(run(builder, context, "on700"))
          .isEqualTo("/d 700 0:0\n/d/e 755 5:6\n/d/e/n 644 0:0\n");
      assertThat(run(builder, context, "on1777"))
          .isEqualTo("/d 1777 0:0\n/d/e 755 5:6\n/d/e/n 644 0:0\n");
      assertThat(run(builder, context, "on700")).isEmpty();
    }
  }
}
