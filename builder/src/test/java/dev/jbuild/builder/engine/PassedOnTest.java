package dev.jbuild.builder.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jbuild.builder.BuildEnvironment;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.BuildRequest;
import dev.jbuild.builder.BuildResult;
import dev.jbuild.builder.Export;
import dev.jbuild.builder.OutgoingForm;
import dev.jbuild.builder.OutputOptions;
import dev.jbuild.cache.Store;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.Manifest;
import dev.jbuild.oci.MediaTypes;
import dev.jbuild.registry.testing.DockerRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A base whose files no step reads goes from the registry to the registry without a download. */
@Timeout(120)
final class PassedOnTest {
  @TempDir private Path work;
  private Path context;
  private DockerRegistry server;
  private Digest base;

  @SuppressWarnings("NullAway.Init") // set before each test
  PassedOnTest() {}

  @BeforeEach
  void open() throws Exception {
    context = Files.createDirectory(work.resolve("context"));
    Files.writeString(context.resolve("one"), "one");
    Files.writeString(context.resolve("two"), "two");
    server = DockerRegistry.start(work);
    build("there", "base:1", "FROM scratch", "COPY one /");
    base = layers("base", "1").getFirst();
  }

  @AfterEach
  void close() throws Exception {
    server.close();
  }

  private ImageReference name(String name) throws Exception {
    return ImageReference.parse(server.host() + "/" + name);
  }

  private BuildResult build(String store, String name, String... lines) throws Exception {
    Files.writeString(context.resolve("Dockerfile"), String.join("\n", lines) + "\n");
    Export push =
        new Export.Image(new Export.Looks(List.of(), OutgoingForm.DEFAULT, List.of()), true);
    OutputOptions output =
        OutputOptions.DEFAULT.withTags(List.of(name(name))).withExports(List.of(push));
    try (Builder builder =
        new Builder(BuildEnvironment.of(work.resolve(store), work.resolve("no-native-helper")))) {
      return builder.build(BuildRequest.of(context).withOutput(output), BuildListener.SILENT);
    }
  }

  /** As the registry's manifest lists them. */
  private List<Digest> layers(String repository, String tag) throws IOException {
    HttpURLConnection connection = open(repository + "/manifests/" + tag);
    try (InputStream manifest = connection.getInputStream()) {
      return Manifest.parse(manifest.readAllBytes()).layers().stream()
          .map(Descriptor::digest)
          .toList();
    }
  }

  private HttpURLConnection open(String what) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection)
            URI.create("http://" + server.host() + "/v2/" + what).toURL().openConnection();
    connection.setRequestProperty("Accept", "*/*, " + MediaTypes.OCI_MANIFEST);
    return connection;
  }

  private boolean isHere(Digest blob) throws IOException {
    try (Store opened = Store.open(work.resolve("here"), message -> {})) {
      return opened.content().has(blob);
    }
  }

  private int status(String blob) throws IOException {
    HttpURLConnection connection = open(blob);
    try {
      return connection.getResponseCode();
    } finally {
      connection.disconnect();
    }
  }

  @Test
  void base_ofAnImageWithOtherLabels_isNotDownloaded() throws Exception {
    build("here", "app:1", "FROM " + name("base:1"), "LABEL a=b");

    assertThat(isHere(base)).isFalse();
    assertThat(status("app/blobs/" + base)).isEqualTo(200);
    assertThat(layers("app", "1")).containsExactly(base);
  }

  @Test
  void base_belowLinkedCopies_isNotDownloaded() throws Exception {
    build("here", "app:2", "FROM " + name("base:1"), "COPY --link two /deep/");

    assertThat(isHere(base)).isFalse();
    assertThat(status("app/blobs/" + base)).isEqualTo(200);
    assertThat(layers("app", "2")).hasSize(2).startsWith(base);
  }

  @Test
  void base_ofFilesThatAreExported_isDownloaded() throws Exception {
    Files.writeString(context.resolve("Dockerfile"), "FROM " + name("base:1") + "\nLABEL a=b\n");
    Path out = work.resolve("out");
    OutputOptions output = OutputOptions.DEFAULT.withExports(List.of(new Export.Files(out, null)));
    try (Builder builder =
        new Builder(BuildEnvironment.of(work.resolve("here"), work.resolve("no-native-helper")))) {
      builder.build(BuildRequest.of(context).withOutput(output), BuildListener.SILENT);
    }
    assertThat(out.resolve("one")).hasContent("one");
  }

  @Test
  void base_thatAStepReads_isDownloaded() throws Exception {
    build("here", "app:3", "FROM " + name("base:1"), "COPY two /");

    assertThat(isHere(base)).isTrue();
  }

  @Test
  void base_thatALaterBuildReads_isDownloadedThen() throws Exception {
    build("here", "app:4", "FROM " + name("base:1"), "LABEL a=b");
    build("here", "app:5", "FROM " + name("app:4"), "COPY two /");

    assertThat(isHere(base)).isTrue();
    assertThat(layers("app", "5")).hasSize(2).startsWith(base);
  }
}
