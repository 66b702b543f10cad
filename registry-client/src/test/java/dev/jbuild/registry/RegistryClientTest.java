package dev.jbuild.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageIndex;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.Manifest;
import dev.jbuild.oci.MediaTypes;
import dev.jbuild.oci.Platform;
import dev.jbuild.registry.testing.DockerRegistry;
import dev.jbuild.registry.testing.PrivateContainers;
import dev.jbuild.registry.testing.Tool;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryClientTest {

  @TempDir static Path directory;
  private static DockerRegistry registry;
  private static RegistryClient client;

  @BeforeAll
  static void start() {
    registry = DockerRegistry.start(directory);
    client = new RegistryClient(TestImage.QUICK);
  }

  @AfterAll
  static void stop() {
    client.close();
    registry.close();
  }

  private static ImageReference reference(String name) {
    return ImageReference.parse(registry.host() + "/" + name);
  }

  @Test
  void push_thenPullByTagAndDigest_givesTheSameBytes() throws IOException {
    TestImage image = TestImage.of(1, 300_000);
    ImageReference tagged = reference("round/trip:1.0");

    Descriptor pushed = image.push(client, tagged);

    FetchedManifest byTag = client.manifest(tagged);
    FetchedManifest byDigest = client.manifest(reference("round/trip@" + pushed.digest()));
    assertThat(byTag.raw()).isEqualTo(image.manifest().raw()).isEqualTo(byDigest.raw());
    assertThat(byTag.digest()).isEqualTo(pushed.digest());
    assertThat(byTag.mediaType()).isEqualTo(MediaTypes.OCI_MANIFEST);
    Manifest manifest = Manifest.parse(byTag.raw());
    assertThat(TestImage.readAll(client.blob(tagged, manifest.config()))).isEqualTo(image.config());
    assertThat(TestImage.readAll(client.blob(tagged, manifest.layers().getFirst())))
        .isEqualTo(image.layer());
    assertThat(client.head(tagged)).contains(pushed);
    assertThat(client.tags(tagged)).containsExactly("1.0");
  }

  @Test
  void push_ofAnIndex_isPulledWithItsPlatforms() throws IOException {
    ImageReference target = reference("multi:latest");
    List<Descriptor> children = new ArrayList<>();
    for (String architecture : List.of("amd64", "arm64")) {
      TestImage image = TestImage.of(architecture.hashCode(), 1000);
      Descriptor child = image.push(client, target.withTag(architecture));
      children.add(child.withPlatform(Platform.parse("linux/" + architecture)));
    }
    ImageIndex index = ImageIndex.of(children);

    client.pushManifest(target, index.mediaType(), index.raw());

    FetchedManifest fetched = client.manifest(target);
    assertThat(fetched.mediaType()).isEqualTo(MediaTypes.OCI_INDEX);
    assertThat(ImageIndex.parse(fetched.raw()).select(Platform.parse("linux/arm64")))
        .contains(children.get(1));
  }

  @Test
  void manifest_ofMissingTagOrRepository_isNotFoundAndSaysWhere() throws IOException {
    TestImage.of(2, 10).push(client, reference("there:a"));

    for (String name : List.of("there:b", "not/there:a")) {
      assertThatThrownBy(() -> client.manifest(reference(name)))
          .isInstanceOfSatisfying(
              RegistryException.class,
              e -> assertThat(e.kind()).isEqualTo(RegistryException.Kind.NOT_FOUND))
          .hasMessageContaining(registry.host() + "/" + name)
          .hasMessageContaining("UNKNOWN");
      assertThat(client.head(reference(name))).isEmpty();
    }
  }

  @Test
  void blob_thatIsMissing_isNotFound() {
    Descriptor none = Descriptor.of(MediaTypes.OCI_LAYER, new byte[] {9, 9, 9});

    assertThatThrownBy(() -> client.blob(reference("there:a"), none))
        .isInstanceOfSatisfying(
            RegistryException.class,
            e -> assertThat(e.kind()).isEqualTo(RegistryException.Kind.NOT_FOUND))
        .hasMessageContaining(none.digest().toString());
  }

  @Test
  void pushBlob_whenRepositoryHasIt_readsNoSource() throws IOException {
    TestImage image = TestImage.of(3, 5000);
    image.push(client, reference("twice:1"));
    List<String> events = new ArrayList<>();
    TransferListener listener =
        new TransferListener() {
          @Override
          public void alreadyThere(Descriptor blob) {
            events.add("there " + blob.digest());
          }

          @Override
          public void uploading(Descriptor blob, long sent) {
            events.add("sent " + sent);
          }
        };

    client.pushBlob(
        reference("twice:2"),
        image.layerDescriptor(),
        () -> {
          throw new AssertionError("must not be opened");
        },
        listener);

    assertThat(events).containsExactly("there " + image.layerDescriptor().digest());
  }

  @Test
  void pushBlob_ofEmptyBlob_works() throws IOException {
    Descriptor empty = Descriptor.of(MediaTypes.OCI_LAYER, new byte[0]);

    client.pushBlob(
        reference("empty"), empty, TestImage.source(new byte[0]), TransferListener.NONE);

    assertThat(client.hasBlob(reference("empty"), empty.digest())).isTrue();
    assertThat(TestImage.readAll(client.blob(reference("empty"), empty))).isEmpty();
  }

  @Test
  void pushBlob_ofSeveralMegabytes_tellsItsProgress() throws IOException {
    TestImage image = TestImage.of(4, 5 << 20);
    List<Long> sent = new ArrayList<>();

    client.pushBlob(
        reference("large"),
        image.layerDescriptor(),
        TestImage.source(image.layer()),
        new TransferListener() {
          @Override
          public void uploading(Descriptor blob, long bytes) {
            sent.add(bytes);
          }
        });

    assertThat(sent).isSorted().last().isEqualTo((long) (5 << 20));
    assertThat(TestImage.readAll(client.blob(reference("large"), image.layerDescriptor())))
        .isEqualTo(image.layer());
  }

  @Test
  void pushBlob_whenSourceFails_throwsItsFailure() {
    Descriptor blob = Descriptor.of(MediaTypes.OCI_LAYER, new byte[] {1, 2, 3});
    IOException broken = new IOException("disk on fire");

    assertThatThrownBy(
            () ->
                client.pushBlob(
                    reference("broken"),
                    blob,
                    () -> {
                      throw broken;
                    },
                    TransferListener.NONE))
        .isSameAs(broken);
    assertThatThrownBy(
            () ->
                client.pushBlob(
                    reference("broken"),
                    blob,
                    TestImage.source(new byte[] {1}),
                    TransferListener.NONE))
        .isNotInstanceOf(RegistryException.class)
        .hasMessageContaining("ended after 1 of 3 bytes");
  }

  @Test
  void pushBlob_whenBytesHaveAnotherDigest_isRefused() {
    Descriptor blob = Descriptor.of(MediaTypes.OCI_LAYER, new byte[] {1, 2, 3});

    assertThatThrownBy(
            () ->
                client.pushBlob(
                    reference("other"),
                    blob,
                    TestImage.source(new byte[] {3, 2, 1}),
                    TransferListener.NONE))
        .isInstanceOfSatisfying(
            RegistryException.class,
            e -> assertThat(e.kind()).isEqualTo(RegistryException.Kind.REFUSED))
        .hasMessageContaining("DIGEST_INVALID");
  }

  @Test
  void mountBlob_fromAnotherRepository_movesNoBytes() throws IOException {
    TestImage image = TestImage.of(5, 2000);
    image.push(client, reference("mount/from:1"));
    Digest layer = image.layerDescriptor().digest();

    assertThat(client.mountBlob(reference("mount/to"), layer, "mount/from")).isTrue();
    assertThat(client.hasBlob(reference("mount/to"), layer)).isTrue();
  }

  @Test
  void mountBlob_whenSourceHasItNot_goesOnWithAnUpload() throws IOException {
    TestImage image = TestImage.of(6, 2000);
    Descriptor layer = image.layerDescriptor();

    assertThat(client.mountBlob(reference("mount/no"), layer.digest(), "mount/void")).isFalse();
    client.pushBlob(
        reference("mount/no"),
        layer,
        TestImage.source(image.layer()),
        "mount/void",
        TransferListener.NONE);

    assertThat(client.hasBlob(reference("mount/no"), layer.digest())).isTrue();
  }

  @Test
  void pushManifest_whoseLayerIsMissing_isRefusedWithTheRegistrysReason() {
    Manifest manifest = TestImage.of(7, 10).manifest();

    assertThatThrownBy(
            () -> client.pushManifest(reference("gap"), manifest.mediaType(), manifest.raw()))
        .isInstanceOfSatisfying(
            RegistryException.class,
            e -> assertThat(e.kind()).isEqualTo(RegistryException.Kind.REFUSED))
        .hasMessageContaining("MANIFEST_BLOB_UNKNOWN");
  }

  @Test
  void deleteManifest_byDigest_leavesNothing() throws IOException {
    ImageReference tagged = reference("gone:1");
    Descriptor pushed = TestImage.of(8, 10).push(client, tagged);

    client.deleteManifest(reference("gone@" + pushed.digest()));

    assertThat(client.head(tagged)).isEmpty();
  }

  @Test
  void deleteManifest_byTagWhereOnlyDigestsGo_namesTheDigest() throws IOException {
    ImageReference tagged = reference("stays:1");
    Descriptor pushed = TestImage.of(9, 10).push(client, tagged);

    assertThatThrownBy(() -> client.deleteManifest(tagged))
        .isInstanceOfSatisfying(
            RegistryException.class,
            e -> assertThat(e.kind()).isEqualTo(RegistryException.Kind.REFUSED))
        .hasMessageContaining("try " + registry.host() + "/stays@" + pushed.digest());
    assertThat(client.head(tagged)).contains(pushed);
  }

  @Test
  void deleteManifest_whereDeletionIsOff_saysSo(@TempDir Path other) throws IOException {
    Map<String, String> off = Map.of("REGISTRY_STORAGE_DELETE_ENABLED", "false");
    try (DockerRegistry keeping = DockerRegistry.start(other, "", off)) {
      ImageReference tagged = ImageReference.parse(keeping.host() + "/kept:1");
      Descriptor pushed = TestImage.of(9, 10).push(client, tagged);

      assertThatThrownBy(() -> client.deleteManifest(tagged.withDigest(pushed.digest())))
          .isInstanceOfSatisfying(
              RegistryException.class,
              e -> assertThat(e.kind()).isEqualTo(RegistryException.Kind.REFUSED))
          .hasMessageContaining("HTTP 405")
          .hasMessageContaining("deletion may be switched off");
    }
  }

  @Test
  void push_toARegistryThatIsReadOnly_isRefusedAndPullsGoOn(@TempDir Path other)
      throws IOException {
    TestImage image = TestImage.of(10, 3000);
    Descriptor pushed;
    try (DockerRegistry open = DockerRegistry.start(other)) {
      pushed = image.push(client, ImageReference.parse(open.host() + "/fixed:1"));
    }
    Map<String, String> readOnly =
        Map.of("REGISTRY_STORAGE_MAINTENANCE_READONLY", "{\"enabled\": true}");
    try (DockerRegistry closed = DockerRegistry.start(other, "", readOnly)) {
      ImageReference there = ImageReference.parse(closed.host() + "/fixed:1");

      assertThatThrownBy(() -> TestImage.of(11, 10).push(client, there))
          .isInstanceOfSatisfying(
              RegistryException.class,
              e -> assertThat(e.kind()).isEqualTo(RegistryException.Kind.REFUSED))
          .hasMessageContaining("HTTP 405")
          .hasMessageContaining("it may be set to be read only");
      assertThat(client.manifest(there).digest()).isEqualTo(pushed.digest());
      assertThat(TestImage.readAll(client.blob(there, image.layerDescriptor())))
          .isEqualTo(image.layer());
    }
  }

  @Test
  void manifest_ofRegistryThatIsNotThere_isUnreachableAtOnce() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    ImageReference nowhere = ImageReference.parse("localhost:" + port + "/x");

    assertThatThrownBy(() -> client.manifest(nowhere))
        .isInstanceOfSatisfying(
            RegistryException.class,
            e -> assertThat(e.kind()).isEqualTo(RegistryException.Kind.UNREACHABLE))
        .hasMessageContaining("localhost:" + port)
        .hasMessageContaining("refused");
  }

  @Test
  void manifest_ofRegistryWithoutAnAddress_saysThatTheNameIsUnknown() {
    assertThatThrownBy(() -> client.manifest(ImageReference.parse("registry.invalid/x")))
        .isInstanceOfSatisfying(
            RegistryException.class,
            e -> assertThat(e.kind()).isEqualTo(RegistryException.Kind.UNREACHABLE))
        .hasMessageContaining("registry.invalid")
        .hasMessageContaining("cannot be resolved");
  }

  @Test
  void push_isReadBySkopeo() throws Exception {
    ImageReference target = reference("skopeo:v1");
    Descriptor pushed = TestImage.of(9, 4000).push(client, target);

    String output =
        Tool.run(
            PrivateContainers.command(
                    List.of("skopeo", "inspect", "--tls-verify=false", "docker://" + target))
                .toArray(String[]::new));

    assertThat(output).contains("\"Digest\": \"" + pushed.digest() + "\"");
  }
}
