package dev.jbuild.builder.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.jbuild.builder.BuildException;
import dev.jbuild.cache.Store;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageIndex;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.Manifest;
import dev.jbuild.oci.MediaTypes;
import dev.jbuild.oci.Platform;
import dev.jbuild.registry.FetchedManifest;
import dev.jbuild.registry.RegistryClient;
import dev.jbuild.registry.RegistryOptions;
import dev.jbuild.registry.testing.DockerRegistry;
import dev.jbuild.registry.testing.ListingRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImagePushTest {
  private static final Platform HOST = Platform.host();

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

  private ImagePush push() {
    return new ImagePush(store, registry, new NoDisk(), transfers);
  }

  private ImagePull pull() {
    return new ImagePull(store, registry, transfers, new NoDisk());
  }

  private static ImageReference image(String name) {
    return ImageReference.parse(server.host() + "/" + name);
  }

  @Test
  void push_whenBuiltHere_compressesLayersAndSkopeoReadsIt() throws Exception {
    ImageReference name = image("built:1");
    Descriptor local = TestImage.build(store, name, "one", "two");

    Descriptor pushed = push().push(name);

    Manifest manifest = Manifest.parse(registry.manifest(name).raw());
    assertThat(manifest.digest()).isEqualTo(pushed.digest()).isNotEqualTo(local.digest());
    assertThat(manifest.mediaType()).isEqualTo(MediaTypes.OCI_MANIFEST);
    assertThat(manifest.layers())
        .hasSize(2)
        .allMatch(layer -> layer.mediaType().equals(MediaTypes.OCI_LAYER_GZIP));
    assertThat(Skopeo.inspect("docker://" + name)).contains(pushed.digest().toString());
    Path layout = directory.resolve("copied");
    Skopeo.copy("docker://" + name, "oci:" + layout);
    assertThat(layout.resolve("blobs/sha256/" + pushed.digest().hex()))
        .hasBinaryContent(manifest.raw());
  }

  @Test
  void push_whenRepeatedByAnotherProcess_asksAtMostTenTimes() throws Exception {
    try (ListingRegistry counting = ListingRegistry.start(directory.resolve("registry"))) {
      ImageReference name = ImageReference.parse(counting.host() + "/counted:1");
      TestImage.build(store, name, "one", "two", "three", "four");
      push().push(name);
      registry.close();
      registry = new RegistryClient(RegistryOptions.DEFAULT);
      int before = counting.requests();

      push().push(name);

      assertThat(counting.requests() - before).isBetween(1, 10);
    }
  }

  @Test
  void push_whenRepeated_sendsNothingAndGivesTheSameDigest() throws Exception {
    ImageReference name = image("again:1");
    TestImage.build(store, name, "same");

    Descriptor first = push().push(name);
    int begun = transfers.begun().size();
    Descriptor second = push().push(name);

    assertThat(second).isEqualTo(first);
    assertThat(transfers.begun()).hasSize(begun);
  }

  @Test
  void push_whenPulledUnchanged_givesTheOriginalManifest() throws Exception {
    ImageReference source = image("original:docker");
    TestImage.of("base").push(registry, image("original:oci"));
    Skopeo.copy("docker://" + image("original:oci"), "docker://" + source, "--format", "v2s2");
    FetchedManifest original = registry.manifest(source);
    pull().pull(source, HOST, PullPolicy.MISSING);
    ImageReference copy = image("elsewhere/copy:1");
    new LocalImages(store).tag(source.familiar(), copy);

    Descriptor pushed = push().push(copy);

    assertThat(pushed.digest()).isEqualTo(original.digest());
    assertThat(pushed.mediaType()).isEqualTo(MediaTypes.DOCKER_MANIFEST);
    assertThat(registry.manifest(copy).raw()).isEqualTo(original.raw());
  }

  @Test
  void push_whenBaseIsOnTheSameRegistry_mountsItsLayersWithoutHavingThem() throws Exception {
    ImageReference base = image("base:1");
    TestImage baseImage = TestImage.of("base layer");
    baseImage.push(registry, base);
    ResolvedImage resolved = pull().resolve(base, HOST, PullPolicy.MISSING);
    ImageReference app = image("app:1");
    TestImage.buildOn(store, resolved, app, "app layer");

    push().push(app);

    Manifest pushed = Manifest.parse(registry.manifest(app).raw());
    Digest baseBlob = baseImage.manifest().layers().getFirst().digest();
    assertThat(pushed.layers().getFirst().digest()).isEqualTo(baseBlob);
    assertThat(pushed.layers()).hasSize(2);
    assertThat(store.content().has(baseBlob)).isFalse();
    Skopeo.copy("docker://" + app, "oci:" + directory.resolve("app"));
  }

  @Test
  void push_whenBaseIsOnAnotherRegistry_carriesItsLayersOver() throws Exception {
    try (DockerRegistry other = DockerRegistry.start(directory)) {
      ImageReference base = ImageReference.parse(other.host() + "/base:1");
      TestImage baseImage = TestImage.of("far away");
      baseImage.push(registry, base);
      ResolvedImage resolved = pull().resolve(base, HOST, PullPolicy.MISSING);
      ImageReference app = image("far:1");
      TestImage.buildOn(store, resolved, app, "near");

      push().push(app);

      assertThat(registry.hasBlob(app, baseImage.manifest().layers().getFirst().digest())).isTrue();
    }
  }

  @Test
  void push_whenBaseIsDockerSchema2_mapsItsLayersToOci() throws Exception {
    ImageReference base = image("dockerbase:1");
    TestImage.of("docker base").push(registry, image("dockerbase:oci"));
    Skopeo.copy("docker://" + image("dockerbase:oci"), "docker://" + base, "--format", "v2s2");
    ResolvedImage pulled = pull().pull(base, HOST, PullPolicy.MISSING);
    ImageReference app = image("on-docker:1");
    TestImage.buildOn(store, pulled, app, "top");

    push().push(app);

    Manifest pushed = Manifest.parse(registry.manifest(app).raw());
    assertThat(pushed.config().mediaType()).isEqualTo(MediaTypes.OCI_CONFIG);
    assertThat(pushed.layers())
        .allMatch(layer -> layer.mediaType().equals(MediaTypes.OCI_LAYER_GZIP));
    assertThat(pushed.layers().getFirst().digest())
        .isEqualTo(pulled.manifest().layers().getFirst().digest());
  }

  @Test
  void push_whenOnlyTheConfigDiffersFromADockerBase_isOciThroughout() throws Exception {
    ImageReference base = image("labelled:docker");
    TestImage.of("docker base").push(registry, image("labelled:oci"));
    Skopeo.copy("docker://" + image("labelled:oci"), "docker://" + base, "--format", "v2s2");
    ResolvedImage pulled = pull().pull(base, HOST, PullPolicy.MISSING);
    ImageReference app = image("labelled:app");
    TestImage.store(store, app, pulled.config(), pulled.layers(), pulled.manifest().layers());

    push().push(app);

    Manifest pushed = Manifest.parse(registry.manifest(app).raw());
    assertThat(pushed.mediaType()).isEqualTo(MediaTypes.OCI_MANIFEST);
    assertThat(pushed.layers())
        .allMatch(layer -> layer.mediaType().equals(MediaTypes.OCI_LAYER_GZIP));
  }

  @Test
  void push_always_reportsEveryBlobToItsEndAndRemembersTheDigest() throws Exception {
    ImageReference name = image("told:1");
    TestImage.build(store, name, "one", "two");

    Descriptor pushed = push().push(name);

    Manifest manifest = Manifest.parse(registry.manifest(name).raw());
    assertThat(transfers.completed())
        .contains(manifest.config().digest())
        .containsAll(manifest.layers().stream().map(Descriptor::digest).toList());
    LocalImage local = new LocalImages(store).find(name.toString());
    assertThat(local.repositoryDigests())
        .containsExactly(LocalNames.digestName(name, pushed.digest()));
    assertThat(local.descriptor().digest()).isNotEqualTo(pushed.digest());
  }

  @Test
  void push_whenACompressedBlobWasDamaged_makesItAgain() throws Exception {
    ImageReference name = image("repaired:1");
    TestImage.build(store, name, "text");
    Descriptor first = push().push(name);
    Digest blob = Manifest.parse(registry.manifest(name).raw()).layers().getFirst().digest();
    Files.write(store.content().path(blob), new byte[(int) store.content().size(blob)]);
    ImageReference other = ImageReference.parse(name.registry() + "/repaired-elsewhere:1");
    new LocalImages(store).tag(name.toString(), other);
    for (ImageReference known : store.tags().all().keySet()) {
      if (known.digest() != null) {
        store.tags().remove(known); // so that the blob is sent from here, not mounted
      }
    }

    assertThat(push().push(other).digest()).isEqualTo(first.digest());

    assertThat(transfers.warnings()).anyMatch(text -> text.contains(blob.toString()));
    assertThat(registry.blob(other, Descriptor.of("", blob, store.content().size(blob))))
        .hasBinaryContent(store.content().read(blob));
  }

  @Test
  void push_whenThereIsNoSuchImage_saysHowToGetOne() {
    BuildException failure =
        catchThrowableOfType(BuildException.class, () -> push().push(image("nothing:1")));

    assertThat(failure.kind()).isEqualTo(BuildException.Kind.USER);
    assertThat(failure)
        .hasMessage(
            "no image "
                + image("nothing:1")
                + " in the local store; build it with -t "
                + image("nothing:1")
                + ", or name one so with: jbuild tag");
  }

  @Test
  void push_whenGivenADigest_isRefused() {
    ImageReference name = image("x:1").withDigest(Digest.sha256(new byte[0]));

    BuildException failure = catchThrowableOfType(BuildException.class, () -> push().push(name));

    assertThat(failure.kind()).isEqualTo(BuildException.Kind.USER);
    assertThat(failure).hasMessageContaining("under a tag, not a digest");
  }

  @Test
  void push_whenDenied_namesTheImageAndLeavesNothingNamed() throws Exception {
    Path passwords = Files.writeString(directory.resolve("htpasswd"), "nobody:$2y$05$x\n");
    try (DockerRegistry closed =
        DockerRegistry.start(
            directory,
            """
            auth:
              htpasswd:
                realm: closed
                path: %s
            """
                .formatted(passwords))) {
      ImageReference name = ImageReference.parse(closed.host() + "/secret/app:1");
      TestImage.build(store, name, "text");

      BuildException failure = catchThrowableOfType(BuildException.class, () -> push().push(name));

      assertThat(failure.kind()).isEqualTo(BuildException.Kind.REGISTRY);
      assertThat(failure.exitCode()).isEqualTo(3);
      assertThat(failure).hasMessageContaining("access denied").hasMessageContaining("secret/app");
      assertThat(store.tags().all().keySet()).isEqualTo(Set.of(name));
    }
  }

  @Test
  void push_whenLayersAreGone_saysSo() throws Exception {
    ImageReference name = image("gone:1");
    TestImage.build(store, name, "text");
    ResolvedImage image = pull().resolve(name, HOST, PullPolicy.NEVER);
    store.content().delete(image.layers().getFirst().digest());

    BuildException failure = catchThrowableOfType(BuildException.class, () -> push().push(name));

    assertThat(failure.kind()).isEqualTo(BuildException.Kind.ENVIRONMENT);
    assertThat(failure)
        .hasMessageContaining(image.layers().getFirst().toString())
        .hasMessageContaining("build or load the image again");
    assertThat(registry.head(name)).isEmpty();
  }

  @Test
  void push_whenOfSeveralPlatforms_pushesAllUnderOneName() throws Exception {
    ImageReference name = image("several:1");
    List<Descriptor> manifests = new ArrayList<>();
    for (String platform : List.of("linux/amd64", "linux/arm64")) {
      ImageReference one = ImageReference.parse("one");
      Descriptor built = TestImage.build(store, one, Platform.parse(platform), platform);
      manifests.add(built.withPlatform(Platform.parse(platform)));
    }
    ImageIndex index = ImageIndex.of(manifests, Map.of("org.example", "kept"));
    store.content().put(index.raw());
    store.tags().tag(name, index.descriptor());

    Descriptor pushed = push().push(name);

    ImageIndex there = ImageIndex.parse(registry.manifest(name).raw());
    assertThat(there.digest()).isEqualTo(pushed.digest());
    assertThat(there.annotations()).isEqualTo(index.annotations());
    assertThat(there.manifests())
        .extracting(Descriptor::platform)
        .containsExactly(Platform.parse("linux/amd64"), Platform.parse("linux/arm64"));
    Path copied = directory.resolve("several");
    Skopeo.copy("docker://" + name, "dir:" + copied, "--all");
    try (Store other = Store.open(directory.resolve("other"))) {
      for (Platform platform : List.of(HOST, Platform.parse("linux/arm64"))) {
        ResolvedImage pulled =
            new ImagePull(other, registry, transfers, new NoDisk())
                .pull(name, platform, PullPolicy.ALWAYS);
        assertThat(pulled.config().platform()).isEqualTo(platform);
      }
    }
  }
}
