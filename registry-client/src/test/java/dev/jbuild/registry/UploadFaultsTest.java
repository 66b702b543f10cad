package dev.jbuild.registry;

import static dev.jbuild.registry.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.MediaTypes;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UploadFaultsTest {

  private static final byte[] CONTENT = "the content".getBytes(StandardCharsets.UTF_8);
  private static final Descriptor BLOB = Descriptor.of(MediaTypes.OCI_LAYER, CONTENT);
  private static final String DIGEST = "digest=sha256%3A" + BLOB.digest().hex();
  private static final String POST = "POST /v2/x/blobs/uploads/";

  private ScriptedServer server;
  private RegistryClient client;

  @BeforeEach
  void start() {
    server = new ScriptedServer();
    client = new RegistryClient(TestImage.QUICK);
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private void push() throws IOException {
    client.pushBlob(server.reference("x"), BLOB, TestImage.source(CONTENT), TransferListener.NONE);
  }

  @Test
  void pushBlob_toARelativeLocation_keepsItsQuery() throws IOException {
    server.on(POST, status(202, "Location", "/elsewhere/1?_state=a%2Fb"));
    server.on("PUT /elsewhere/1", status(201));

    push();

    ScriptedServer.Seen put = server.seen("PUT").getFirst();
    assertThat(put.line()).isEqualTo("PUT /elsewhere/1?_state=a%2Fb&" + DIGEST);
    assertThat(put.header("Content-length")).contains("" + CONTENT.length);
    assertThat(put.header("Content-type")).contains("application/octet-stream");
    assertThat(put.header("User-agent")).contains("jbuild/0.1");
    assertThat(put.body()).isEqualTo("the content");
  }

  @Test
  void pushBlob_toALocationOnAnotherHost_takesNoCredentialsThere() throws IOException {
    try (ScriptedServer other = new ScriptedServer()) {
      server.on(
          "HEAD /v2/x/blobs/" + BLOB.digest(),
          status(401, "WWW-Authenticate", "Basic realm=\"r\""),
          status(404));
      server.on(POST, status(202, "Location", other.url("/u")));
      other.on("PUT /u", status(201));
      CredentialSource login = registry -> new Credentials.Login("me", "pass", "test");

      try (RegistryClient known = new RegistryClient(TestImage.QUICK.withCredentials(login))) {
        known.pushBlob(
            server.reference("x"), BLOB, TestImage.source(CONTENT), TransferListener.NONE);
      }

      assertThat(server.seen(POST).getFirst().header("Authorization")).isPresent();
      assertThat(other.seen("PUT").getFirst().header("Authorization")).isEmpty();
    }
  }

  @Test
  void pushBlob_withoutALocation_isRefused() {
    server.on(POST, status(202));

    assertThatThrownBy(this::push)
        .isInstanceOfSatisfying(
            RegistryException.class,
            e -> assertThat(e.kind()).isEqualTo(RegistryException.Kind.INVALID_REPLY))
        .hasMessageContaining("no Location header");
  }

  @Test
  void pushBlob_whenUploadFails_startsAnother() throws IOException {
    server.on(
        POST,
        status(202, "Location", "/u/1"),
        status(202, "Location", "/u/2"),
        status(202, "Location", "/u/3"));
    server.on("PUT /u/1", status(503));
    server.on("PUT /u/2", status(404));
    server.on("PUT /u/3", status(201));

    push();

    assertThat(server.seen("PUT"))
        .extracting(ScriptedServer.Seen::line)
        .containsExactly("PUT /u/1?" + DIGEST, "PUT /u/2?" + DIGEST, "PUT /u/3?" + DIGEST);
  }

  @Test
  void pushBlob_whenConnectionBreaks_startsAnotherAndLeavesNoSourceOpen() throws IOException {
    byte[] content = new byte[8 << 20];
    server.on(POST, status(202, "Location", "/u/1"), status(202, "Location", "/u/2"));
    server.onUnread("PUT /u/1", exchange -> {});
    server.on("PUT /u/2", status(201));
    AtomicInteger open = new AtomicInteger();
    BlobSource counted =
        () -> {
          open.incrementAndGet();
          return new FilterInputStream(new ByteArrayInputStream(content)) {
            private boolean closed;

            @Override
            public void close() {
              if (!closed) {
                open.decrementAndGet();
              }
              closed = true;
            }
          };
        };

    Descriptor blob = Descriptor.of(MediaTypes.OCI_LAYER, content);
    client.pushBlob(server.reference("x"), blob, counted, TransferListener.NONE);

    assertThat(server.seen("PUT")).hasSize(2);
    assertThat(server.seen(POST)).hasSize(2);
    assertThat(open).hasValue(0);
  }

  @Test
  void pushBlob_whenRegistryStopsReading_givesUp() throws IOException {
    Descriptor large = Descriptor.of(MediaTypes.OCI_LAYER, new byte[64 << 20]);
    RegistryOptions impatient =
        TestImage.QUICK
            .withRetries(0, Duration.ofMillis(1))
            .withStallTimeout(Duration.ofMillis(500));
    try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        RegistryClient hasty = new RegistryClient(impatient)) {
      String location = "http://127.0.0.1:" + deaf.getLocalPort() + "/u";
      server.on(POST, status(202, "Location", location));

      assertThatThrownBy(
              () ->
                  hasty.pushBlob(
                      server.reference("x"),
                      large,
                      TestImage.source(new byte[64 << 20]),
                      TransferListener.NONE))
          .isInstanceOfSatisfying(
              RegistryException.class,
              e -> assertThat(e.kind()).isEqualTo(RegistryException.Kind.UNREACHABLE))
          .hasMessageContaining("no answer for 500 ms");
    }
  }

  @Test
  void pushBlob_thatIsTurnedDownBeforeItsEnd_isRefused() {
    Descriptor large = Descriptor.of(MediaTypes.OCI_LAYER, new byte[64 << 20]);
    server.on(POST, status(202, "Location", "/u"));
    server.onUnread("PUT /u", status(413));

    assertThatThrownBy(
            () ->
                client.pushBlob(
                    server.reference("x"),
                    large,
                    TestImage.source(new byte[64 << 20]),
                    TransferListener.NONE))
        .isInstanceOfSatisfying(
            RegistryException.class,
            e -> assertThat(e.kind()).isEqualTo(RegistryException.Kind.REFUSED));
  }

  @Test
  void pushBlob_thatIsTooLarge_isRefusedWithTheReason() {
    server.on(POST, status(202, "Location", "/u"));
    server.on("PUT /u", ScriptedServer.text(413, "<h1>too large</h1>"));

    assertThatThrownBy(this::push)
        .isInstanceOfSatisfying(
            RegistryException.class,
            e -> assertThat(e.kind()).isEqualTo(RegistryException.Kind.REFUSED))
        .hasMessageContaining("HTTP 413: <h1>too large</h1>");
  }

  @Test
  void pushBlob_whenMountIsForbidden_sendsTheBytes() throws IOException {
    server.on(POST + "?mount=sha256%3A" + BLOB.digest().hex() + "&from=secret", status(403));
    server.on(POST, status(202, "Location", "/u"));
    server.on("PUT /u", status(201));

    client.pushBlob(
        server.reference("x"), BLOB, TestImage.source(CONTENT), "secret", TransferListener.NONE);

    assertThat(server.seen("PUT")).hasSize(1);
  }

  @Test
  void pushBlob_whenMountOpensAnUpload_usesIt() throws IOException {
    server.on(POST, status(202, "Location", "/u"));
    server.on("PUT /u", status(201));

    client.pushBlob(
        server.reference("x"), BLOB, TestImage.source(CONTENT), "other", TransferListener.NONE);

    assertThat(server.seen(POST)).hasSize(1);
  }

  @Test
  void mountBlob_whenRefused_givesTheUploadUp() throws IOException {
    server.on(POST, status(202, "Location", "/u"));

    assertThat(client.mountBlob(server.reference("x"), BLOB.digest(), "other")).isFalse();

    assertThat(server.lines()).endsWith("DELETE /u");
  }
}
