package dev.jbuild.registry;

import static dev.jbuild.registry.ScriptedServer.bytes;
import static dev.jbuild.registry.ScriptedServer.partial;
import static dev.jbuild.registry.ScriptedServer.status;
import static dev.jbuild.registry.ScriptedServer.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.MediaTypes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ManifestFaultsTest {

  private static final byte[] RAW = TestImage.of(1, 10).manifest().raw();
  private static final Digest DIGEST = Digest.sha256(RAW);
  private static final String GET = "GET /v2/x/manifests/latest";

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

  private void assertInvalid(String name, String message) {
    assertThatThrownBy(() -> client.manifest(server.reference(name)))
        .isInstanceOfSatisfying(
            RegistryException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(RegistryException.Kind.INVALID_REPLY);
              assertThat(e.registry()).isEqualTo(server.host());
              assertThat(e.repository()).isEqualTo("x");
            })
        .hasMessageContaining(message);
  }

  @Test
  void manifest_withOtherBytesThanItsDigest_isRefused() {
    server.on("GET /v2/x/manifests/" + DIGEST, text(200, "{}"));
    server.on(GET, bytes(200, RAW, "Docker-Content-Digest", "sha256:" + "0".repeat(64)));

    assertInvalid("x@" + DIGEST, "has not the digest " + DIGEST);
    assertInvalid("x", "has not the digest sha256:0000");
  }

  @Test
  void manifest_whenConnectionBreaks_isFetchedAgain() throws IOException {
    server.on(GET, partial(200, Arrays.copyOf(RAW, 9), RAW.length), bytes(200, RAW));

    assertThat(client.manifest(server.reference("x")).digest()).isEqualTo(DIGEST);
  }

  @Test
  void manifest_asksForAllItsKinds() throws IOException {
    server.on(GET, bytes(200, RAW));

    client.manifest(server.reference("x"));

    assertThat(server.seen(GET).getFirst().header("Accept").orElseThrow())
        .contains(MediaTypes.OCI_INDEX, MediaTypes.OCI_MANIFEST)
        .contains(MediaTypes.DOCKER_MANIFEST_LIST, MediaTypes.DOCKER_MANIFEST);
  }

  @Test
  void manifest_withoutAMediaTypeOfItsOwn_takesTheHeaders() throws IOException {
    String old = "{\"schemaVersion\":2,\"config\":{},\"layers\":[]}";
    server.on(GET, text(200, old, "Content-Type", MediaTypes.DOCKER_MANIFEST + "; charset=utf-8"));
    server.on("GET /v2/x/manifests/plain", text(200, old, "Content-Type", "text/plain"));

    assertThat(client.manifest(server.reference("x")).mediaType())
        .isEqualTo(MediaTypes.DOCKER_MANIFEST);
    assertThat(client.manifest(server.reference("x:plain")).mediaType())
        .isEqualTo(MediaTypes.OCI_MANIFEST);
  }

  @Test
  void manifest_thatIsNone_isRefusedWithTheReason() {
    server.on(GET, text(200, "<html>", "Content-Type", "text/html"));
    assertInvalid("x", "not JSON");

    server.on(GET, text(200, "[]"));
    assertInvalid("x", "no JSON object");

    server.on(GET, text(200, "{\"schemaVersion\":1,\"fsLayers\":[]}"));
    assertInvalid("x", "schema 1");

    server.on(GET, text(200, "{\"layers\":[],\"manifests\":[]}"));
    assertInvalid("x", "neither a manifest nor an image index");

    server.on(GET, bytes(200, RAW, "Content-Type", MediaTypes.OCI_INDEX));
    assertInvalid("x", "two media types");

    server.on(GET, bytes(200, new byte[(4 << 20) + 1]));
    assertInvalid("x", "longer than");
  }

  @Test
  void head_withoutTheOptionalHeaders_looksAtTheManifest() throws IOException {
    server.on("HEAD /v2/x/manifests/latest", status(200));
    server.on(GET, bytes(200, RAW));

    assertThat(client.head(server.reference("x")))
        .contains(Descriptor.of(MediaTypes.OCI_MANIFEST, RAW));
  }

  @Test
  void pushManifest_whenRegistryStoresAnother_isRefused() {
    server.on(
        "PUT /v2/x/manifests/latest",
        status(201, "Docker-Content-Digest", "sha256:" + "0".repeat(64)));

    assertThatThrownBy(
            () -> client.pushManifest(server.reference("x"), MediaTypes.OCI_MANIFEST, RAW))
        .hasMessageContaining("instead of " + DIGEST);
  }

  @Test
  void pushManifest_underADigestThatItHasNot_isTheCallersMistake() {
    ImageReference other = server.reference("x@sha256:" + "0".repeat(64));

    assertThatThrownBy(() -> client.pushManifest(other, MediaTypes.OCI_MANIFEST, RAW))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void errorText_thatIsHugeAndHostile_isCutAndCleaned() {
    String hostile = "\u001b[31mboo\n\u202e" + "x".repeat(5_000_000);
    server.on(GET, text(400, hostile));

    assertThatThrownBy(() -> client.manifest(server.reference("x")))
        .isInstanceOfSatisfying(
            RegistryException.class,
            e -> {
              String message = String.valueOf(e.getMessage());
              assertThat(message).contains("HTTP 400: [31mboo xxx").doesNotContain("\u202e");
              assertThat(message.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(2048 + 200);
              assertThat(message.chars()).noneMatch(Character::isISOControl);
            });
  }

  @Test
  void tags_onSeveralPages_areAllRead() throws IOException {
    server.on(
        "GET /v2/x/tags/list",
        text(200, "{\"tags\":[\"a\",\"b\"]}", "Link", "</v2/x/tags/list?last=b>; rel=\"next\""));
    server.on("GET /v2/x/tags/list?last=b", text(200, "{\"tags\":[\"c\"]}"));

    assertThat(client.tags(server.reference("x"))).containsExactly("a", "b", "c");
  }

  @Test
  void tags_thatGoOnElsewhere_areRefused() {
    server.on("GET /v2/x/tags/list", text(200, "{}", "Link", "<http://localhost:1/>; rel=next"));

    assertThatThrownBy(() -> client.tags(server.reference("x")))
        .hasMessageContaining("another host");
  }
}
