package dev.jbuild.registry;

import static dev.jbuild.registry.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.MediaTypes;
import dev.jbuild.registry.testing.DockerRegistry;
import dev.jbuild.registry.testing.FaultProxy;
import dev.jbuild.registry.testing.FaultProxy.Fault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChunkedUploadTest {

  private static final byte[] CONTENT = "0123456789".getBytes(StandardCharsets.UTF_8);
  private static final Descriptor BLOB = Descriptor.of(MediaTypes.OCI_LAYER, CONTENT);
  private static final String DIGEST = "digest=sha256%3A" + BLOB.digest().hex();
  private static final String HEAD = "HEAD /v2/x/blobs/" + BLOB.digest();
  private static final String POST = "POST /v2/x/blobs/uploads/";

  private ScriptedServer server;
  private RegistryClient client;

  @BeforeEach
  void start() {
    server = new ScriptedServer();
    client = new RegistryClient(TestImage.QUICK.withChunkSize(4));
    server.on(POST, status(202, "Location", "/u/1"));
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private void push() throws IOException {
    client.pushBlob(server.reference("x"), BLOB, TestImage.source(CONTENT), TransferListener.NONE);
  }

  /** What the chunks were, as {@code RANGE BYTES}. */
  private List<String> chunks() {
    return server.seen("PATCH").stream()
        .map(seen -> seen.header("Content-range").orElse("?") + " " + seen.body())
        .toList();
  }

  @Test
  void push_ofALargeBlob_sendsChunksToEachNewLocation() throws IOException {
    server.on("PATCH /u/1", status(202, "Location", "/u/2?s=a", "Range", "0-3"));
    server.on("PATCH /u/2", status(204, "Location", "/u/3", "Range", "bytes=0-7"));
    server.on("PATCH /u/3", status(202));
    server.on("PUT /u/3", status(201));
    List<Long> sent = new ArrayList<>();

    client.pushBlob(
        server.reference("x"),
        BLOB,
        TestImage.source(CONTENT),
        new TransferListener() {
          @Override
          public void uploading(Descriptor blob, long bytes) {
            sent.add(bytes);
          }
        });

    assertThat(chunks()).containsExactly("0-3 0123", "4-7 4567", "8-9 89");
    assertThat(server.lines()).endsWith("PUT /u/3?" + DIGEST);
    assertThat(sent).containsExactly(4L, 8L, 10L);
  }

  @Test
  void push_ofManyChunks_readsTheBlobOnce() throws IOException {
    server.on("PATCH /u/1", status(202));
    server.on("PUT /u/1", status(201));
    AtomicInteger opened = new AtomicInteger();
    AtomicInteger closed = new AtomicInteger();

    client.pushBlob(
        server.reference("x"),
        BLOB,
        () -> {
          opened.incrementAndGet();
          return new ByteArrayInputStream(CONTENT) {
            @Override
            public void close() {
              closed.incrementAndGet();
            }
          };
        },
        TransferListener.NONE);

    assertThat(chunks()).containsExactly("0-3 0123", "4-7 4567", "8-9 89");
    assertThat(opened).hasValue(1);
    assertThat(closed).hasValue(1);
  }

  @Test
  void push_whenAChunkBreaksOff_goesOnWhereTheRegistryIs() throws IOException {
    server.on("PATCH /u/1", exchange -> {}, status(202, "Range", "0-9"));
    server.on("GET /u/1", status(204, "Range", "0-5"));
    server.on("PUT /u/1", status(201));

    push();

    assertThat(chunks()).containsExactly("0-3 0123", "6-9 6789");
  }

  @Test
  void push_whenTheRegistryIsElsewhere_asksForItsRange() throws IOException {
    server.on("PATCH /u/1", status(202, "Range", "0-3"), status(416), status(202, "Range", "0-9"));
    server.on("GET /u/1", status(204, "Range", "0-5", "Location", "/u/1?again"));
    server.on("PUT /u/1?again&" + DIGEST, status(201));

    push();

    assertThat(chunks()).containsExactly("0-3 0123", "4-7 4567", "6-9 6789");
  }

  @Test
  void push_whenOnlyAPartWasKept_sendsTheRestAgain() throws IOException {
    server.on("PATCH /u/1", status(202, "Range", "0-1"), status(202), status(202));
    server.on("PUT /u/1", status(201));

    push();

    assertThat(chunks()).containsExactly("0-3 0123", "2-5 2345", "6-9 6789");
  }

  @Test
  void push_whenTheRangeIsOfOtherBytes_isRefused() {
    server.on("PATCH /u/1", status(202, "Range", "0-11"));

    assertThatThrownBy(this::push)
        .isInstanceOfSatisfying(
            RegistryException.class,
            e -> assertThat(e.kind()).isEqualTo(RegistryException.Kind.INVALID_REPLY))
        .hasMessageContaining("it has other bytes of the upload than those that were sent");
  }

  @Test
  void push_whenTheUploadIsForgotten_startsAgain() throws IOException {
    server.on(POST, status(202, "Location", "/u/1"), status(202, "Location", "/u/2"));
    server.on("PATCH /u/1", status(202), status(404));
    server.on("PATCH /u/2", status(202));
    server.on("PUT /u/2", status(201));

    push();

    assertThat(chunks()).containsExactly("0-3 0123", "4-7 4567", "0-3 0123", "4-7 4567", "8-9 89");
  }

  @Test
  void push_whenUploadsAreForgottenForEver_givesUp() {
    server.on("PATCH /u/1", status(202));
    server.on("PUT /u/1", status(404));

    assertThatThrownBy(this::push)
        .isInstanceOfSatisfying(
            RegistryException.class,
            e -> assertThat(e.kind()).isEqualTo(RegistryException.Kind.NOT_FOUND));
    assertThat(server.seen(POST)).hasSize(4);
  }

  @Test
  void push_whenTheLastAnswerIsLost_findsTheBlob() throws IOException {
    server.on(HEAD, status(404), status(200));
    server.on("PATCH /u/1", status(202));
    server.on("PUT /u/1", exchange -> {});

    push();

    assertThat(server.seen("PUT")).hasSize(1);
    assertThat(server.seen(POST)).hasSize(1);
  }

  @Test
  void push_whenChunksAreRefused_sendsAllAtOnceFromThenOn() throws IOException {
    server.on("PATCH /u/1", status(405));
    server.on("PUT /u/1", status(201));

    push();
    push();

    assertThat(server.seen("PATCH")).hasSize(1);
    assertThat(server.seen("PUT"))
        .extracting(ScriptedServer.Seen::body)
        .containsExactly("0123456789", "0123456789");
  }

  @Test
  void push_whenLargerChunksAreWanted_sendsThem() throws IOException {
    server.on(POST, status(202, "Location", "/u/1", "OCI-Chunk-Min-Length", "6"));
    server.on("PATCH /u/1", status(202));
    server.on("PUT /u/1", status(201));

    push();

    assertThat(chunks()).containsExactly("0-5 012345", "6-9 6789");
  }

  @Test
  void push_whenTheSourceIsShorter_tellsThat() {
    server.on("PATCH /u/1", status(202));

    assertThatThrownBy(
            () ->
                client.pushBlob(
                    server.reference("x"),
                    BLOB,
                    TestImage.source(new byte[6]),
                    TransferListener.NONE))
        .isNotInstanceOf(RegistryException.class)
        .hasMessageContaining("blob to push ended after 2 of 4 bytes");
  }

  @Test
  void push_toARealRegistryThroughBrokenConnections_arrivesWhole(@TempDir Path directory)
      throws IOException {
    byte[] content = TestImage.of(7, 1 << 20).layer();
    Descriptor blob = Descriptor.of(MediaTypes.OCI_LAYER, content);
    AtomicInteger patches = new AtomicInteger();
    try (DockerRegistry registry = DockerRegistry.start(directory);
        FaultProxy proxy = new FaultProxy(registry.port());
        RegistryClient chunked = new RegistryClient(TestImage.QUICK.withChunkSize(200_000))) {
      proxy.inject(
          line ->
              switch (line.startsWith("PATCH") ? patches.incrementAndGet() : 0) {
                case 2 -> new Fault.CutRequest(70_000);
                case 5 -> new Fault.CutReply(-1);
                default -> new Fault.None();
              });
      ImageReference target = ImageReference.parse(proxy.host() + "/chunks");

      chunked.pushBlob(target, blob, TestImage.source(content), TransferListener.NONE);

      assertThat(patches.get()).isGreaterThan(6);
      assertThat(TestImage.readAll(chunked.blob(target, blob))).isEqualTo(content);
    }
  }
}
