package dev.jbuild.builder.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.Export;
import dev.jbuild.builder.OutgoingForm;
import dev.jbuild.cache.Store;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.ImageConfig;
import dev.jbuild.oci.ImageIndex;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.Manifest;
import dev.jbuild.oci.MediaTypes;
import dev.jbuild.oci.Platform;
import dev.jbuild.registry.RegistryClient;
import dev.jbuild.registry.RegistryOptions;
import dev.jbuild.registry.testing.DockerRegistry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageArchiveTest {
  private static final ImageReference APP = ImageReference.parse("app:1");
  private static final ImageReference OTHER = ImageReference.parse("quay.io/team/other:2");

  @TempDir Path directory;
  private Store store;
  private Store second;
  private RegistryClient registry;

  @BeforeEach
  void open() throws IOException {
    store = Store.open(directory.resolve("store"));
    second = Store.open(directory.resolve("second"));
    registry = new RegistryClient(RegistryOptions.DEFAULT);
  }

  @AfterEach
  void close() throws IOException {
    registry.close();
    store.close();
    second.close();
  }

  private ImageArchive archive(Store of) {
    return new ImageArchive(of, registry, new NoDisk(), BuildListener.SILENT);
  }

  private Path save(String... names) throws Exception {
    Path file = directory.resolve("saved.tar");
    archive(store).save(List.of(names), null, OutgoingForm.DEFAULT, new Export.Target.File(file));
    return file;
  }

  @Test
  void save_always_writesWhatSkopeoReadsInBothForms() throws Exception {
    TestImage.build(store, APP, "one", "two");
    Path file = save("app:1");

    Skopeo.copy("docker-archive:" + file, "dir:" + directory.resolve("docker"));
    Skopeo.copy("oci-archive:" + file, "dir:" + directory.resolve("oci"));

    String id = new LocalImages(store).find("app:1").id().hex();
    assertThat(directory.resolve("docker").resolve(id)).exists();
    assertThat(directory.resolve("oci").resolve(id)).exists();
    assertThat(Skopeo.inspect("docker-archive:" + file + ":app:1", "--config")).contains("/bin/sh");
  }

  @Test
  void save_whenSeveralImages_keepsAllNames() throws Exception {
    TestImage.build(store, APP, "shared", "app");
    TestImage.build(store, OTHER, "shared", "other");
    new LocalImages(store).tag("app:1", ImageReference.parse("app:latest"));

    Path file = save("app:1", "app", "quay.io/team/other:2");
    List<LoadedImage> loaded = archive(second).load(file, null);

    assertThat(loaded).hasSize(2);
    assertThat(loaded.getFirst().tags())
        .containsExactlyInAnyOrder(APP, ImageReference.parse("app:latest"));
    assertThat(loaded.getLast().tags()).containsExactly(OTHER);
    for (LocalImage image : new LocalImages(store).list()) {
      assertThat(new LocalImages(second).find(image.shownName()).id()).isEqualTo(image.id());
    }
    for (String name : List.of("app:1", "quay.io/team/other:2")) {
      Skopeo.copy("docker-archive:" + file + ":" + name, "dir:" + directory.resolve("dir"));
    }
  }

  @Test
  void save_whenRepeated_givesEqualBytes() throws Exception {
    TestImage.build(store, APP, "text");
    byte[] first = Files.readAllBytes(save("app:1"));
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    archive(store)
        .save(
            List.of("app:1"),
            null,
            OutgoingForm.DEFAULT,
            new Export.Target.Stream(stream, "a stream"));

    assertThat(stream.toByteArray()).isEqualTo(first);
    assertThat(Files.readAllBytes(save("app:1"))).isEqualTo(first);
  }

  @Test
  void save_whenLoadedElsewhere_keepsTheManifest() throws Exception {
    TestImage.build(store, APP, "text");
    Path file = save("app:1");
    List<LoadedImage> loaded = archive(second).load(file, null);
    Path again = directory.resolve("again.tar");
    archive(second)
        .save(List.of("app:1"), null, OutgoingForm.DEFAULT, new Export.Target.File(again));

    assertThat(again).hasSameBinaryContentAs(file);
    assertThat(loaded.getFirst().descriptor().mediaType()).isEqualTo(MediaTypes.OCI_MANIFEST);
    assertThat(
            second
                .layers()
                .available(new LocalImages(store).find("app:1").config().diffIds().getFirst()))
        .isTrue();
  }

  @Test
  void save_whenBaseLayersAreStillRemote_fetchesThem() throws Exception {
    try (DockerRegistry server = DockerRegistry.start(directory)) {
      ImageReference base = ImageReference.parse(server.host() + "/base:1");
      TestImage.of("base").push(registry, base);
      ResolvedImage resolved =
          new ImagePull(store, registry, BuildListener.SILENT, new NoDisk())
              .resolve(base, Platform.host(), PullPolicy.MISSING);
      TestImage.buildOn(store, resolved, APP, "top");

      Skopeo.copy("oci-archive:" + save("app:1"), "dir:" + directory.resolve("oci"));
    }
  }

  @Test
  void save_whenAnImageIsMissing_leavesNoFile() {
    Path file = directory.resolve("none.tar");

    BuildException failure =
        catchThrowableOfType(
            BuildException.class,
            () ->
                archive(store)
                    .save(
                        List.of("nothing"),
                        null,
                        OutgoingForm.DEFAULT,
                        new Export.Target.File(file)));

    assertThat(failure.kind()).isEqualTo(BuildException.Kind.USER);
    assertThat(file).doesNotExist();
  }

  @Test
  void save_whenABlobIsDamaged_leavesNoFileInParts() throws Exception {
    TestImage.build(store, APP, "text");
    Path file = save("app:1");
    Files.delete(file);
    for (Descriptor layer : compressedLayers()) {
      Files.write(store.content().path(layer.digest()), new byte[(int) layer.size()]);
    }

    BuildException failure =
        catchThrowableOfType(
            BuildException.class,
            () ->
                archive(store)
                    .save(
                        List.of("app:1"),
                        null,
                        OutgoingForm.DEFAULT,
                        new Export.Target.File(file)));

    assertThat(failure.kind()).isEqualTo(BuildException.Kind.ENVIRONMENT);
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .noneMatch(name -> name.contains("saved"));
    }
    assertThat(save("app:1")).exists();
  }

  private List<Descriptor> compressedLayers() throws IOException {
    return List.of(
        store
            .layers()
            .compressed(
                new LocalNames(store).find(APP).orElseThrow().layers().getFirst(), new NoDisk()));
  }

  @ParameterizedTest
  @CsvSource({"docker-archive, :named:3", "oci-archive, :named:3"})
  void load_whenSkopeoWroteIt_takesImageAndName(String form, String name) throws Exception {
    TestImage.build(store, APP, "one", "two");
    Path file = directory.resolve("skopeo.tar");
    Skopeo.copy("oci-archive:" + save("app:1"), form + ":" + file + name);

    List<LoadedImage> loaded = archive(second).load(file, null);

    LocalImage original = new LocalImages(store).find("app:1");
    assertThat(loaded).hasSize(1);
    assertThat(loaded.getFirst().tags()).containsExactly(ImageReference.parse("named:3"));
    assertThat(loaded.getFirst().id()).isEqualTo(original.id());
    assertThat(second.layers().treeOf(original.config().diffIds()))
        .isEqualTo(store.layers().treeOf(original.config().diffIds()));
  }

  @Test
  void load_whenUnnamed_keepsTheImageById() throws Exception {
    TestImage.build(store, APP, "text");
    Path file = directory.resolve("unnamed.tar");
    Skopeo.copy("oci-archive:" + save("app:1"), "docker-archive:" + file);

    LoadedImage loaded = archive(second).load(file, null).getFirst();

    assertThat(loaded.tags()).isEmpty();
    LocalImage found = new LocalImages(second).find(loaded.id().shortHex());
    assertThat(found.tags()).isEmpty();
    assertThat(found.repositoryDigests()).isEmpty();
  }

  /** An archive of images for s390x and for this machine, under one name. */
  private static byte[] severalPlatforms(String name, TestImage... images) throws IOException {
    Tar tar = new Tar();
    List<Descriptor> manifests = new ArrayList<>();
    for (TestImage image : images) {
      tar.blob(image.config()).blob(image.blobs().getFirst()).blob(image.manifest().raw());
      manifests.add(
          image.manifest().descriptor().withPlatform(ImageConfig.parse(image.config()).platform()));
    }
    ImageIndex index = ImageIndex.of(manifests);
    Map<String, String> names = Map.of("org.opencontainers.image.ref.name", name);
    return tar.blob(index.raw())
        .file("index.json", ImageIndex.of(List.of(index.descriptor().withAnnotations(names))).raw())
        .bytes();
  }

  @Test
  void load_whenOfSeveralPlatforms_takesAllAndSavesThemAgain() throws Exception {
    TestImage host = TestImage.of("host");
    TestImage other = TestImage.of(Platform.parse("linux/s390x"), "other");
    byte[] archive = severalPlatforms("many:1", other, host);

    LoadedImage loaded =
        archive(store).load(new ByteArrayInputStream(archive), "many.tar", null).getFirst();

    assertThat(loaded.tags()).containsExactly(ImageReference.parse("many:1"));
    assertThat(loaded.descriptor().mediaType()).isEqualTo(MediaTypes.OCI_INDEX);
    LocalImages images = new LocalImages(store);
    assertThat(images.find("many:1").descriptor().digest()).isEqualTo(host.manifest().digest());
    assertThat(images.find("many:1", Platform.parse("linux/s390x")).descriptor().digest())
        .isEqualTo(other.manifest().digest());
    assertThat(images.list()).hasSize(1);
    images.tag("many:1", ImageReference.parse("more:2"));
    Path saved = save("more:2");
    assertThat(archive(second).load(saved, null).getFirst().descriptor())
        .isEqualTo(loaded.descriptor());
    Skopeo.copy("oci-archive:" + saved, "dir:" + directory.resolve("all"), "--all");
    assertThat(directory.resolve("all").resolve(other.manifest().digest().hex() + ".manifest.json"))
        .exists();
  }

  @Test
  void save_whenAPlatformIsAskedFor_savesOnlyThat() throws Exception {
    TestImage other = TestImage.of(Platform.parse("linux/s390x"), "other");
    byte[] all = severalPlatforms("many:1", TestImage.of("host"), other);
    archive(store).load(new ByteArrayInputStream(all), "many.tar", null);
    Path file = directory.resolve("one.tar");

    archive(store)
        .save(
            List.of("many:1"),
            Platform.parse("linux/s390x"),
            OutgoingForm.DEFAULT,
            new Export.Target.File(file));

    LoadedImage loaded = archive(second).load(file, null).getFirst();
    assertThat(loaded.descriptor()).isEqualTo(other.manifest().descriptor());
    assertThat(loaded.tags()).containsExactly(ImageReference.parse("many:1"));
  }

  @Test
  void load_whenAPlatformIsAskedFor_takesOnlyThat() throws Exception {
    TestImage other = TestImage.of(Platform.parse("linux/s390x"), "other");
    byte[] archive = severalPlatforms("many:1", TestImage.of("host"), other);

    LoadedImage loaded =
        archive(second)
            .load(new ByteArrayInputStream(archive), "many.tar", Platform.parse("linux/s390x"))
            .getFirst();

    assertThat(loaded.descriptor()).isEqualTo(other.manifest().descriptor());
    assertThat(new LocalImages(second).find("many:1").id()).isEqualTo(loaded.id());
  }

  @Test
  void load_whenNoneIsForThisMachine_isFoundByName() throws Exception {
    TestImage one = TestImage.of(Platform.parse("linux/s390x"), "one");
    TestImage two = TestImage.of(Platform.parse("linux/ppc64le"), "two");
    archive(second)
        .load(new ByteArrayInputStream(severalPlatforms("far:1", one, two)), "many.tar", null);

    assertThat(new LocalImages(second).find("far:1").descriptor().digest())
        .isEqualTo(one.manifest().digest());
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "xz", "bzip2", "zstd"})
  void load_whenCompressed_isTheSame(String program) throws Exception {
    TestImage.build(store, APP, "text");
    Path file = save("app:1");
    Path packed = directory.resolve("packed");
    Program.run(List.of("sh", "-c", program + " -c < '" + file + "' > '" + packed + "'"));

    assertThat(archive(second).load(packed, null).getFirst().tags()).containsExactly(APP);
  }

  @Test
  void load_whenOldDockerArchiveWithLinkedLayers_followsTheLinks() throws Exception {
    byte[] tar = TestImage.tar("file0", "same".getBytes(StandardCharsets.UTF_8));
    TestImage twice = TestImage.ofTars(List.of(tar, tar));
    String manifest =
        """
        [{"Config":"c.json","RepoTags":["old:1"],"Layers":["aa/layer.tar","bb/layer.tar"]}]""";
    byte[] archive =
        new Tar()
            .file("aa/layer.tar", tar)
            .link("bb/layer.tar", "../aa/layer.tar")
            .file("c.json", twice.config())
            .file("manifest.json", manifest.getBytes(StandardCharsets.UTF_8))
            .bytes();

    LoadedImage loaded =
        archive(second).load(new ByteArrayInputStream(archive), "stdin", null).getFirst();

    assertThat(loaded.tags()).containsExactly(ImageReference.parse("old:1"));
    Manifest stored = Manifest.parse(second.content().read(loaded.descriptor().digest()));
    assertThat(stored.layers())
        .allMatch(layer -> layer.mediaType().equals(MediaTypes.OCI_LAYER))
        .hasSize(2);
    assertThat(second.layers().available(twice.diffIds().getLast())).isTrue();
  }
}
