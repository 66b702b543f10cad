package dev.jbuild.builder.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jbuild.builder.BuildEnvironment;
import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.BuildRequest;
import dev.jbuild.builder.BuildResult;
import dev.jbuild.builder.Export;
import dev.jbuild.builder.OutgoingForm;
import dev.jbuild.builder.OutputOptions;
import dev.jbuild.builder.StepInfo;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.registry.testing.DockerRegistry;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The layers of an image that is to be pushed are sent while later steps run. */
@Timeout(120)
final class PushAheadTest {
  @TempDir private Path work;
  private Path context;
  private DockerRegistry server;
  private Builder builder;
  private ImageReference name;

  @SuppressWarnings("NullAway.Init") // set before each test
  PushAheadTest() {}

  @BeforeEach
  void open() throws Exception {
    context = Files.createDirectory(work.resolve("context"));
    Files.writeString(context.resolve("one"), "one");
    Files.writeString(context.resolve("two"), "two");
    server = DockerRegistry.start(work);
    name = ImageReference.parse(server.host() + "/app:1");
    builder =
        new Builder(BuildEnvironment.of(work.resolve("store"), work.resolve("no-native-helper")));
  }

  @AfterEach
  void close() throws Exception {
    builder.close();
    server.close();
  }

  /** Holds the second step until the first one's layer is in the registry. */
  private final class Holding implements BuildListener {
    private final CountDownLatch sent = new CountDownLatch(1);
    private volatile @Nullable Digest first;
    private volatile boolean held;
    private volatile int tags;

    @Override
    public void transferProgress(String what, Digest digest, long done, long total) {
      if (done == total && first == null) {
        first = digest;
        sent.countDown();
      }
    }

    @Override
    public void stepStarted(StepInfo step) {
      if (step.title().contains("COPY two")) {
        try {
          sent.await();
          while (status("blobs/" + first) != 200) { // what is sent is not yet what is there
            Thread.sleep(20);
          }
          held = true;
          tags = status("tags/list");
        } catch (InterruptedException | IOException e) {
          throw new AssertionError(e);
        }
      }
    }
  }

  private int status(String what) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection)
            URI.create("http://" + server.host() + "/v2/app/" + what).toURL().openConnection();
    connection.setRequestProperty("Accept", "*/*, application/vnd.oci.image.manifest.v1+json");
    try {
      return connection.getResponseCode();
    } finally {
      connection.disconnect();
    }
  }

  private BuildResult build(BuildListener listener, String... lines) throws Exception {
    Files.writeString(context.resolve("Dockerfile"), String.join("\n", lines) + "\n");
    Export push =
        new Export.Image(new Export.Looks(List.of(), OutgoingForm.DEFAULT, List.of()), true);
    return builder.build(
        BuildRequest.of(context)
            .withOutput(OutputOptions.DEFAULT.withTags(List.of(name)).withExports(List.of(push))),
        listener);
  }

  @Test
  void layer_isInTheRegistry_beforeTheNextStepRuns() throws Exception {
    Holding listener = new Holding();
    BuildResult result = build(listener, "FROM scratch", "COPY one /", "COPY two /");

    assertThat(listener.held).isTrue();
    assertThat(listener.tags).as("no image yet").isEqualTo(404);
    assertThat(status("manifests/" + result.latest().digest())).isEqualTo(200);
    assertThat(status("tags/list")).isEqualTo(200);
  }

  @Test
  void failure_leavesABlobAndNoTag() throws Exception {
    Holding listener = new Holding();
    assertThatThrownBy(
            () -> build(listener, "FROM scratch", "COPY one /", "COPY two /", "COPY three /"))
        .isInstanceOf(BuildException.class);

    assertThat(status("blobs/" + listener.first)).isEqualTo(200);
    assertThat(status("tags/list")).isEqualTo(404);
    assertThat(builder.store().tags().find(name)).isEmpty();
  }
}
