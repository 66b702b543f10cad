package dev.jbuild.builder.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.cache.Store;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.DiffId;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageIndex;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.Manifest;
import dev.jbuild.oci.MediaTypes;
import dev.jbuild.oci.Platform;
import dev.jbuild.registry.RegistryClient;
import dev.jbuild.registry.RegistryOptions;
import dev.jbuild.registry.TransferListener;
import dev.jbuild.registry.testing.DockerRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImagePullTest {
  private static final Platform HOST = Platform.host();
  private static final Platform OTHER = Platform.parse("linux/s390x");

  @TempDir static Path shared;
  private static DockerRegistry server;

  @TempDir Path directory;
  private Store store;
  private RegistryClient registry;
  private final Transfers transfers = new Transfers();

  @BeforeAll
  static void startServer() {
    server = DockerRegistry.start(shared);
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void open() throws IOException {
    store = Store.open(directory.resolve("store"));
    registry = new RegistryClient(RegistryOptions.DEFAULT.withRetries(1, Duration.ofMillis(5)));
  }

  @AfterEach
  void close() throws IOException {
    registry.close();
    store.close();
  }

  private ImagePull pull() {
    return new ImagePull(store, registry, transfers, new NoDisk());
  }

  private static ImageReference image(String name) {
    return ImageReference.parse(server.host() + "/" + name);
  }

  @Test
  void resolve_always_fetchesManifestAndConfigButNoLayer() throws Exception {
    TestImage image = TestImage.of("one", "two");
    ImageReference name = image("lazy:1");
    Descriptor pushed = image.push(registry, name);

    ResolvedImage resolved = pull().resolve(name, HOST, PullPolicy.MISSING);

    assertThat(resolved.descriptor().digest()).isEqualTo(pushed.digest());
    assertThat(resolved.config().diffIds()).isEqualTo(image.diffIds());
    assertThat(store.content().read(resolved.manifest().config().digest()))
        .isEqualTo(image.config());
    assertThat(store.layers().available(image.diffIds().getFirst())).isFalse();
  }

  @Test
  void layers_whenNoneIsThere_fetchesEachOnceAndRegistersIt() throws Exception {
    TestImage image = TestImage.of("a", "b", "a");
    ImageReference name = image("layers:1");
    image.push(registry, name);

    ResolvedImage resolved = pull().resolve(name, HOST, PullPolicy.MISSING);
    pull().layers(resolved);
    pull().layers(resolved);

    List<Digest> layers =
        image.manifest().layers().stream().map(Descriptor::digest).distinct().toList();
    assertThat(transfers.begun()).doesNotHaveDuplicates().containsAll(layers);
    assertThat(transfers.completed()).containsAll(layers);
    for (DiffId layer : image.diffIds()) {
      assertThat(store.layers().compressed(layer, new NoDisk()).digest()).isIn(layers);
    }
  }

  @Test
  void resolve_whenKnownLocally_asksNoRegistry() throws Exception {
    ImageReference name;
    try (DockerRegistry gone = DockerRegistry.start(directory)) {
      name = ImageReference.parse(gone.host() + "/offline:1");
      TestImage.of("y").push(registry, name);
      pull().resolve(name, HOST, PullPolicy.ALWAYS);
    }

    assertThat(pull().resolve(name, HOST, PullPolicy.MISSING).reference()).isEqualTo(name);
    BuildException asked =
        catchThrowableOfType(
            BuildException.class, () -> pull().resolve(name, HOST, PullPolicy.ALWAYS));
    assertThat(asked.kind()).isEqualTo(BuildException.Kind.REGISTRY);
    assertThat(asked).hasMessageContaining(name.registry());
  }

  @Test
  void resolve_whenTagMoved_followsItOnlyWhenAsked() throws Exception {
    ImageReference name = image("moving:1");
    Descriptor old = TestImage.of("old").push(registry, name);
    pull().resolve(name, HOST, PullPolicy.MISSING);
    Descriptor fresh = TestImage.of("new").push(registry, name);

    assertThat(pull().resolve(name, HOST, PullPolicy.MISSING).descriptor().digest())
        .isEqualTo(old.digest());
    assertThat(pull().resolve(name, HOST, PullPolicy.ALWAYS).descriptor().digest())
        .isEqualTo(fresh.digest());
    assertThat(pull().resolve(name, HOST, PullPolicy.MISSING).descriptor().digest())
        .isEqualTo(fresh.digest());
  }

  @Test
  void resolve_whenIndex_selectsThePlatformAndKnowsTheOthersLater() throws Exception {
    ImageReference name = image("multi:1");
    pushIndex(name, TestImage.of(HOST, "host"), TestImage.of(OTHER, "other"));

    ResolvedImage host = pull().resolve(name, HOST, PullPolicy.MISSING);
    ResolvedImage other = pull().resolve(name, OTHER, PullPolicy.MISSING);

    assertThat(host.config().platform()).isEqualTo(HOST);
    assertThat(other.config().platform()).isEqualTo(OTHER);
    int before = transfers.begun().size();
    assertThat(pull().resolve(name, HOST, PullPolicy.NEVER).descriptor().digest())
        .isEqualTo(host.descriptor().digest());
    assertThat(pull().resolve(name, OTHER, PullPolicy.NEVER).descriptor().digest())
        .isEqualTo(other.descriptor().digest());
    assertThat(transfers.begun()).hasSize(before);
    pull().layers(host);
    assertThat(store.layers().available(host.layers().getFirst())).isTrue();
    LocalImage listed = new LocalImages(store).find(name.toString());
    assertThat(listed.repositoryDigests())
        .containsExactly(LocalNames.digestName(name, registry.manifest(name).digest()));
  }

  @Test
  void resolve_whenIndexLacksThePlatform_listsThoseThereAre() throws Exception {
    ImageReference name = image("foreign:1");
    pushIndex(name, TestImage.of(OTHER, "x"), TestImage.of(Platform.parse("linux/arm/v7"), "y"));

    BuildException failure =
        catchThrowableOfType(
            BuildException.class,
            () -> pull().resolve(name, Platform.parse("linux/ppc64le"), PullPolicy.MISSING));

    assertThat(failure)
        .hasMessage(
            name.familiar() + " has no image for linux/ppc64le; it has linux/s390x, linux/arm/v7");
    assertThat(failure.kind()).isEqualTo(BuildException.Kind.REGISTRY);
  }

  @Test
  void resolve_whenByDigestOfTheIndex_isKnownLocallyByIt() throws Exception {
    ImageReference name = image("pinned:1");
    Descriptor index = pushIndex(name, TestImage.of(HOST, "p"), TestImage.of(OTHER, "q"));
    ImageReference pinned = name.withDigest(index.digest());

    ResolvedImage resolved = pull().resolve(pinned, HOST, PullPolicy.MISSING);

    assertThat(pull().resolve(pinned, HOST, PullPolicy.NEVER).descriptor())
        .isEqualTo(resolved.descriptor());
    assertThat(store.tags().find(name)).isEmpty();
  }

  @Test
  void resolve_whenSingleImageIsForAnotherPlatform_warnsAndGoesOn() throws Exception {
    ImageReference name = image("single:1");
    TestImage.of(OTHER, "x").push(registry, name);

    assertThat(pull().resolve(name, HOST, PullPolicy.MISSING).config().platform()).isEqualTo(OTHER);
    assertThat(transfers.warnings())
        .containsExactly(
            name.familiar() + " is an image for linux/s390x, but " + HOST + " was asked for");
  }

  @Test
  void resolve_whenNothingHasTheName_namesIt() {
    ImageReference name = image("missing:7");

    BuildException asked =
        catchThrowableOfType(
            BuildException.class, () -> pull().resolve(name, HOST, PullPolicy.MISSING));
    BuildException local =
        catchThrowableOfType(
            BuildException.class, () -> pull().resolve(name, HOST, PullPolicy.NEVER));

    assertThat(asked.kind()).isEqualTo(BuildException.Kind.REGISTRY);
    assertThat(asked).hasMessageContaining(name.familiar());
    assertThat(local.kind()).isEqualTo(BuildException.Kind.USER);
    assertThat(local)
        .hasMessage(
            "no image "
                + name.familiar()
                + " for "
                + HOST
                + " in the local store; build it, or get it with: jbuild pull "
                + name.familiar());
  }

  @Test
  void resolve_whenNoContainerImage_saysWhatItIs() throws Exception {
    ImageReference name = image("chart:1");
    byte[] config = "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    Descriptor descriptor = Descriptor.of("application/vnd.cncf.helm.config.v1+json", config);
    registry.pushBlob(
        name, descriptor, () -> new ByteArrayInputStream(config), TransferListener.NONE);
    registry.pushManifest(name, MediaTypes.OCI_MANIFEST, Manifest.of(descriptor, List.of()).raw());

    BuildException failure =
        catchThrowableOfType(
            BuildException.class, () -> pull().resolve(name, HOST, PullPolicy.MISSING));

    assertThat(failure)
        .hasMessage(
            name.familiar()
                + " is no container image: its config is of type"
                + " application/vnd.cncf.helm.config.v1+json");
  }

  @Test
  void pull_whenDockerSchema2_keepsItsManifestBytes() throws Exception {
    ImageReference name = image("docker:2");
    TestImage.of("d").push(registry, image("docker:oci"));
    Skopeo.copy("docker://" + image("docker:oci"), "docker://" + name, "--format", "v2s2");

    ResolvedImage pulled = pull().pull(name, HOST, PullPolicy.MISSING);

    assertThat(pulled.manifest().mediaType()).isEqualTo(MediaTypes.DOCKER_MANIFEST);
    assertThat(pulled.descriptor().digest()).isEqualTo(registry.manifest(name).digest());
    assertThat(store.layers().available(pulled.layers().getFirst())).isTrue();
    assertThat(store.layers().compressed(pulled.layers().getFirst(), new NoDisk()).mediaType())
        .isEqualTo(MediaTypes.OCI_LAYER_GZIP);
  }

  @Test
  void layers_whenTheConfigAnnouncesOthers_areRefused() throws Exception {
    TestImage honest = TestImage.of("honest");
    TestImage forged =
        new TestImage(honest.config(), honest.tars(), TestImage.of("forged").blobs());
    ImageReference name = image("forged:1");
    forged.push(registry, name);

    ResolvedImage resolved = pull().resolve(name, HOST, PullPolicy.MISSING);
    BuildException failure =
        catchThrowableOfType(BuildException.class, () -> pull().layers(resolved));

    assertThat(failure)
        .hasMessageContaining("unpacks to")
        .hasMessageContaining("announces " + honest.diffIds().getFirst());
    assertThat(store.layers().available(honest.diffIds().getFirst())).isFalse();
  }

  @Test
  void layers_whenTheRegistryDies_leaveAValidStoreThatCanGoOn() throws Exception {
    TestImage image = TestImage.ofSize(24 * 1024 * 1024);
    Path storage = Files.createDirectory(directory.resolve("dying"));
    DockerRegistry dying = DockerRegistry.start(storage);
    ImageReference name = ImageReference.parse(dying.host() + "/big:1");
    image.push(registry, name);
    ResolvedImage resolved = pull().resolve(name, HOST, PullPolicy.MISSING);
    BuildListener killer =
        new BuildListener() {
          @Override
          public void transferProgress(String what, Digest blob, long done, long total) {
            if (done > total / 4) {
              dying.close();
            }
          }
        };

    BuildException failure =
        catchThrowableOfType(
            BuildException.class,
            () -> new ImagePull(store, registry, killer, new NoDisk()).layers(resolved));

    assertThat(failure.kind()).isEqualTo(BuildException.Kind.REGISTRY);
    assertThat(failure).hasMessageContaining(dying.host());
    assertThat(store.layers().available(image.diffIds().getFirst())).isFalse();
    assertThat(store.content().has(image.manifest().layers().getFirst().digest())).isFalse();
  }

  @Test
  void layers_whenNobodyIsKnownToHaveOne_sayWhatToDo() throws Exception {
    ImageReference name = ImageReference.parse("local/app:1");
    TestImage.build(store, name, "text");
    ResolvedImage image = pull().resolve(name, HOST, PullPolicy.NEVER);
    store.content().delete(image.layers().getFirst().digest());

    BuildException failure = catchThrowableOfType(BuildException.class, () -> pull().layers(image));

    assertThat(failure)
        .hasMessage(
            "pull local/app:1: layer "
                + image.layers().getFirst()
                + " is not in the local store, and no registry is known to have it; build or load"
                + " the image again");
  }

  @Test
  void layers_whenABlobIsDamaged_fetchesItAgain() throws Exception {
    ImageReference name = image("damaged:1");
    TestImage image = TestImage.of("precious");
    image.push(registry, name);
    ResolvedImage pulled = pull().pull(name, HOST, PullPolicy.MISSING);
    Digest blob = image.manifest().layers().getFirst().digest();
    Files.write(store.content().path(blob), new byte[(int) store.content().size(blob)]);
    Files.delete(store.content().path(blob));

    pull().layers(pulled);

    assertThat(store.content().read(blob)).isEqualTo(image.blobs().getFirst());
  }

  private Descriptor pushIndex(ImageReference name, TestImage... images) throws IOException {
    List<Descriptor> manifests = new ArrayList<>();
    for (TestImage image : images) {
      manifests.add(image.push(registry, name.withTag("part" + manifests.size())));
    }
    ImageIndex index = ImageIndex.of(manifests);
    return registry.pushManifest(name, index.mediaType(), index.raw());
  }
}
