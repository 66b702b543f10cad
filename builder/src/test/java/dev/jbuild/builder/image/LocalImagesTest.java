package dev.jbuild.builder.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.jbuild.builder.BuildException;
import dev.jbuild.cache.Store;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.Manifest;
import dev.jbuild.oci.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalImagesTest {
  private static final ImageReference APP = ImageReference.parse("app:1");
  private static final ImageReference LATEST = ImageReference.parse("app");
  private static final ImageReference MIRROR = ImageReference.parse("quay.io/me/app:1");

  @TempDir Path directory;
  private Store store;
  private LocalImages images;

  @BeforeEach
  void open() throws IOException {
    store = Store.open(directory.resolve("store"));
    images = new LocalImages(store);
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  private Digest idOf(Descriptor manifest) throws IOException {
    return Manifest.parse(store.content().read(manifest.digest())).config().digest();
  }

  @Test
  void list_whenAnImageHasSeveralNames_showsItOnce() throws Exception {
    Descriptor app = TestImage.build(store, APP, "one", "two");
    images.tag("app:1", LATEST);
    images.tag("app:1", MIRROR);
    store.tags().tag(LocalNames.digestName(MIRROR, app.digest()), app);

    List<LocalImage> all = images.list();

    assertThat(all).hasSize(1);
    LocalImage image = all.getFirst();
    assertThat(image.id()).isEqualTo(idOf(app));
    assertThat(image.tags()).containsExactly(APP, LATEST, MIRROR);
    assertThat(image.repositoryDigests())
        .containsExactly(LocalNames.digestName(MIRROR, app.digest()));
    assertThat(image.created()).isEqualTo(TestImage.DAY);
    assertThat(image.size())
        .isEqualTo(image.manifest().layers().stream().mapToLong(Descriptor::size).sum())
        .isPositive();
  }

  @Test
  void list_whenAManifestIsLost_leavesThatImageOut() throws Exception {
    Descriptor lost = TestImage.build(store, APP, "one");
    TestImage.build(store, MIRROR, "two");
    store.content().delete(lost.digest());

    assertThat(images.list())
        .hasSize(1)
        .first()
        .extracting(LocalImage::tags)
        .isEqualTo(List.of(MIRROR));
  }

  @Test
  void find_always_takesNamesDigestsAndBeginningsOfIds() throws Exception {
    Descriptor app = TestImage.build(store, APP, "one");
    ImageReference digest = LocalNames.digestName(APP, app.digest());
    store.tags().tag(digest, app);
    Digest id = idOf(app);

    for (String name :
        List.of(
            "app:1",
            "docker.io/library/app:1",
            digest.familiar(),
            "app:1@" + app.digest(),
            id.toString(),
            id.hex(),
            id.shortHex(),
            id.hex().substring(0, 3),
            "sha256:" + id.hex().substring(0, 5))) {
      assertThat(images.find(name).id()).as(name).isEqualTo(id);
    }
  }

  @Test
  void find_whenNothingMatches_saysHowToLookAndGet() {
    BuildException failure = catchThrowableOfType(BuildException.class, () -> images.find("app:2"));

    assertThat(failure.kind()).isEqualTo(BuildException.Kind.USER);
    assertThat(failure)
        .hasMessage(
            "no image app:2 in the local store; see what there is with: jbuild images, or get it"
                + " with: jbuild pull app:2");
  }

  @Test
  void find_whenSeveralIdsBeginSo_listsThem() throws Exception {
    // Sixteen digits to begin with and more than sixteen images: two must share one.
    for (int i = 0; i < 17; i++) {
      TestImage.build(store, ImageReference.parse("many:" + i), "text " + i);
    }
    List<LocalImage> all = images.list();
    String shared =
        all.stream()
            .map(image -> image.id().hex().substring(0, 1))
            .filter(digit -> all.stream().filter(it -> it.id().hex().startsWith(digit)).count() > 1)
            .findFirst()
            .orElseThrow();

    BuildException failure = catchThrowableOfType(BuildException.class, () -> images.find(shared));

    assertThat(failure)
        .hasMessageStartingWith("several image IDs begin with " + shared + ": ")
        .hasMessageContaining("(many:")
        .hasMessageEndingWith("give more digits or a name");
  }

  @Test
  void tag_whenTheNameIsTaken_movesIt() throws Exception {
    Descriptor one = TestImage.build(store, APP, "one");
    Descriptor two = TestImage.build(store, MIRROR, "two");

    images.tag("quay.io/me/app:1", APP);

    assertThat(images.find("app:1").id()).isEqualTo(idOf(two)).isNotEqualTo(idOf(one));
  }

  @Test
  void tag_whenGivenADigest_isRefused() throws Exception {
    Descriptor one = TestImage.build(store, APP, "one");

    BuildException failure =
        catchThrowableOfType(
            BuildException.class,
            () -> images.tag("app:1", LocalNames.digestName(MIRROR, one.digest())));

    assertThat(failure).hasMessageContaining("a tag is a name without a digest");
  }

  @Test
  void remove_whenOneOfSeveralTags_keepsTheImage() throws Exception {
    Descriptor app = TestImage.build(store, APP, "one");
    images.tag("app:1", MIRROR);
    ImageReference digest = LocalNames.digestName(MIRROR, app.digest());
    store.tags().tag(digest, app);

    RemovedImage removed = images.remove("quay.io/me/app:1", false);

    assertThat(removed.untagged()).containsExactly(MIRROR, digest);
    assertThat(removed.deleted()).isNull();
    assertThat(images.find("app:1").tags()).containsExactly(APP);
  }

  @Test
  void remove_whenTheLastTag_removesTheImage() throws Exception {
    Descriptor app = TestImage.build(store, APP, "one");

    RemovedImage removed = images.remove("app:1", false);

    assertThat(removed.untagged()).containsExactly(APP);
    assertThat(removed.deleted()).isEqualTo(idOf(app));
    assertThat(images.list()).isEmpty();
  }

  @Test
  void remove_whenByIdOfAnImageWithSeveralTags_asksForForce() throws Exception {
    String id = idOf(TestImage.build(store, APP, "one")).shortHex();
    images.tag("app:1", MIRROR);

    BuildException failure =
        catchThrowableOfType(BuildException.class, () -> images.remove(id, false));

    assertThat(failure)
        .hasMessage(
            "image "
                + id
                + " has several tags: app:1, quay.io/me/app:1; remove them by name, or all at"
                + " once with --force");
    assertThat(images.remove(id, true).untagged()).containsExactly(APP, MIRROR);
    assertThat(images.list()).isEmpty();
  }

  @Test
  void inspect_always_speaksDockersWords() throws Exception {
    TestImage.build(store, APP, "one", "two");
    LocalImage image = images.find("app:1");

    Map<String, Object> details = new ImageDetails(store).inspect(image);

    assertThat(new String(Json.write(details), StandardCharsets.UTF_8))
        .startsWith("{\"Id\":\"" + image.id() + "\",\"RepoTags\":[\"app:1\"],\"RepoDigests\":[]")
        .contains("\"Created\":\"2026-01-02T03:04:05Z\"", "\"Config\":{\"Cmd\":[\"/bin/sh\"]}")
        .contains("\"Os\":\"linux\"", "\"Size\":" + image.size())
        .contains(
            "\"RootFS\":{\"Type\":\"layers\",\"Layers\":[\"" + image.config().diffIds().getFirst());
  }

  @Test
  void history_always_tellsTheLastInstructionFirstWithItsSize() throws Exception {
    TestImage.build(store, APP, "one", "two");
    LocalImage image = images.find("app:1");

    List<HistoryLine> history = new ImageDetails(store).history(image);

    assertThat(history).hasSize(2);
    assertThat(history.getFirst().entry().createdBy())
        .isEqualTo("COPY " + image.config().diffIds().getLast());
    assertThat(history.getFirst().size()).isEqualTo(image.manifest().layers().getLast().size());
  }
}
