package dev.jbuild.cache.collect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jbuild.cache.Store;
import dev.jbuild.cache.action.ActionKey;
import dev.jbuild.cache.action.ActionRecord;
import dev.jbuild.cache.action.ActionResult;
import dev.jbuild.cache.layer.LayerForm;
import dev.jbuild.cache.layer.LayerWriter;
import dev.jbuild.cache.layer.NewLayer;
import dev.jbuild.cache.testing.Entries;
import dev.jbuild.cache.testing.PlainDisk;
import dev.jbuild.cache.testing.Programs;
import dev.jbuild.cache.tree.Tree;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.HistoryEntry;
import dev.jbuild.oci.ImageConfig;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.Manifest;
import dev.jbuild.oci.MediaTypes;
import dev.jbuild.oci.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CollectorTest {
  private static final CollectOptions ALL =
      new CollectOptions(true, null, Duration.ZERO, Set.of(CollectOptions.Kind.values()));

  @TempDir Path root;
  private final PlainDisk disk = new PlainDisk();
  private Store store;

  @BeforeEach
  void open() throws IOException {
    store = Store.open(root);
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  private NewLayer layer(Store in, String file) throws IOException {
    try (LayerWriter writer = in.layers().create(in.trees().empty(), LayerForm.TAR)) {
      new Entries().dir("d").file("d/" + file, file.repeat(3000)).writeTo(writer);
      return writer.finish();
    }
  }

  private ActionKey step(Store in, String name, NewLayer layer) throws IOException {
    ActionResult result = new ActionResult(layer.tree(), List.of(layer.diffId()), Map.of());
    ActionRecord record =
        ActionRecord.of(new TreeMap<>(Map.of("name", name)), result, Instant.now());
    in.actions().put(record);
    return record.key();
  }

  private void image(String name, NewLayer layer) throws Exception {
    ImageConfig config =
        ImageConfig.empty(Platform.host())
            .withLayers(
                List.of(layer.diffId()), List.of(new HistoryEntry(null, name, null, null, false)));
    byte[] json = config.toJson();
    store.content().put(json);
    Manifest manifest =
        Manifest.of(
            Descriptor.of(MediaTypes.OCI_CONFIG, json),
            List.of(Descriptor.of(MediaTypes.OCI_LAYER, layer.diffId().digest(), layer.size())));
    store.content().put(manifest.raw());
    store.tags().tag(ImageReference.parse(name), manifest.descriptor());
  }

  /** As if all of the store were of long ago, and no process but this one were running. */
  private void age(Duration age) throws IOException {
    store.close();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
      }
    }
    store = Store.open(root);
  }

  private Collected collect(CollectOptions options) throws IOException {
    return store.collector().collect(options, name -> name.registry().equals("none.invalid"), disk);
  }

  private long onDisk() throws Exception {
    String line = Programs.run(root, "du", "-s", "--block-size=1", root.toString());
    return Long.parseLong(line.substring(0, line.indexOf('\t')));
  }

  private long told() throws IOException {
    Usage usage = store.collector().usage(name -> false);
    return usage.imageBytes()
        + usage.cache()
        + usage.unused()
        + usage.mounts().stream().mapToLong(Usage.Mount::bytes).sum()
        + usage.others().values().stream().mapToLong(Long::longValue).sum();
  }

  @Test
  void collect_keepsWhatNamedImagesNeed() throws Exception {
    NewLayer kept = layer(store, "kept");
    image("localhost/kept", kept);
    ActionKey ofImage = step(store, "kept", kept);
    NewLayer gone = layer(store, "gone");
    ActionKey other = step(store, "gone", gone);
    store.layers().directories(List.of(gone.diffId()), disk);
    age(Duration.ofHours(1));

    Collected collected = collect(CollectOptions.DEFAULT);

    assertThat(collected.records()).isEqualTo(1);
    assertThat(collected.layers()).isEqualTo(1);
    assertThat(store.actions().look(ofImage)).isPresent();
    assertThat(store.actions().look(other)).isEmpty();
    assertThat(store.layers().available(kept.diffId())).isTrue();
    assertThat(store.layers().available(gone.diffId())).isFalse();
    assertThat(store.trees().isWhole(kept.tree())).isTrue();
    assertThat(root.resolve("layers")).isEmptyDirectory();
  }

  @Test
  void collect_whenNothingHasAName_leavesAnEmptyStore() throws Exception {
    ImageReference name = ImageReference.parse("localhost/kept");
    NewLayer layer = layer(store, "kept");
    image(name.toString(), layer);
    step(store, "kept", layer);
    age(Duration.ofHours(1));
    collect(ALL);
    assertThat(store.layers().available(layer.diffId())).isTrue();
    store.tags().remove(name);
    age(Duration.ofHours(1));

    Collected collected = collect(ALL);

    assertThat(collected.bytes()).isGreaterThan(layer.size());
    assertThat(root.resolve("blobs/sha256")).isEmptyDirectory();
    assertThat(root.resolve("actions")).isEmptyDirectory();
  }

  @Test
  void collect_toASize_removesWhatWasNotUsedForLongest() throws Exception {
    ActionKey old = step(store, "old", layer(store, "old"));
    age(Duration.ofHours(3));
    ActionKey used = step(store, "used", layer(store, "used"));
    Files.setLastModifiedTime(
        root.resolve("actions").resolve(used.digest().hex()),
        FileTime.from(Instant.now().minus(Duration.ofHours(1))));
    long half = store.collector().usage(name -> false).cache() * 2 / 3;

    Collected collected = collect(CollectOptions.limit(half));

    assertThat(store.actions().look(old)).isEmpty();
    assertThat(store.actions().look(used)).isPresent();
    assertThat(collected.cacheBytes()).isLessThanOrEqualTo(half);
    assertThat(store.collector().usage(name -> false).cache()).isEqualTo(collected.cacheBytes());
  }

  @Test
  void collect_olderThan_keepsWhatIsYounger() throws Exception {
    ActionKey step = step(store, "step", layer(store, "step"));
    age(Duration.ofHours(1));

    collect(new CollectOptions(true, null, Duration.ofHours(2), ALL.kinds()));
    assertThat(store.actions().look(step)).isPresent();
    collect(new CollectOptions(true, null, Duration.ofMinutes(30), ALL.kinds()));
    assertThat(store.actions().look(step)).isEmpty();
  }

  @Test
  void collect_keepsWhatAnotherUserOfTheStoreHasBegunToUse() throws Exception {
    NewLayer used = layer(store, "used");
    ActionKey usedKey = step(store, "used", used);
    NewLayer looked = layer(store, "looked");
    ActionKey lookedKey = step(store, "looked", looked);
    NewLayer alone = layer(store, "alone");
    age(Duration.ofHours(1));

    try (Store other = Store.open(root)) {
      assertThat(other.actions().find(usedKey)).isPresent();
      assertThat(other.actions().look(lookedKey)).isPresent();
      assertThat(other.layers().available(alone.diffId())).isTrue();
      NewLayer made = layer(other, "made");
      collect(ALL);

      assertThat(other.actions().find(usedKey)).isPresent();
      assertThat(other.trees().isWhole(used.tree())).isTrue();
      assertThat(other.layers().available(used.diffId())).isTrue();
      assertThat(other.layers().available(alone.diffId())).isTrue();
      assertThat(other.layers().available(made.diffId())).isTrue();
      assertThat(other.trees().isWhole(made.tree())).isTrue();
      assertThat(other.actions().find(lookedKey)).isEmpty();
    }
  }

  @Test
  void collect_whenAnotherUserMakesWhatIsThereAlready_keepsIt() throws Exception {
    layer(store, "same");
    age(Duration.ofHours(1));

    try (Store other = Store.open(root)) {
      NewLayer again = layer(other, "same");
      collect(ALL);

      assertThat(other.layers().available(again.diffId())).isTrue();
      assertThat(other.trees().isWhole(again.tree())).isTrue();
    }
  }

  @Test
  void collect_removesTreesThatRecordsNoLongerName() throws Exception {
    NewLayer layer = layer(store, "step");
    Tree listed = layer(store, "listed").tree();
    ActionResult result =
        new ActionResult(
            layer.tree(),
            List.of(layer.diffId()),
            Map.of(ActionResult.TREE_FACT + "source", listed.toString()));
    ActionRecord record = ActionRecord.of(new TreeMap<>(Map.of()), result, Instant.now());
    store.actions().put(record);
    age(Duration.ofHours(1));

    collect(new CollectOptions(true, Long.MAX_VALUE, Duration.ZERO, ALL.kinds()));
    assertThat(store.trees().isWhole(listed)).isTrue();
    collect(ALL);
    assertThat(store.content().path(listed.root())).doesNotExist();
  }

  @Test
  void collect_removesImagesWithoutAName_andWhatIsDamaged() throws Exception {
    NewLayer layer = layer(store, "layer");
    image("none.invalid/none", layer);
    Files.createDirectories(root.resolve("damaged"));
    Files.writeString(root.resolve("damaged/sha256-00"), "damaged");
    age(Duration.ofHours(1));

    collect(CollectOptions.DEFAULT);

    assertThat(store.tags().all()).isEmpty();
    assertThat(store.layers().available(layer.diffId())).isFalse();
    assertThat(root.resolve("damaged")).isEmptyDirectory();
  }

  @Test
  void usage_isWhatTheDiskSays() throws Exception {
    for (int i = 0; i < 20; i++) {
      NewLayer layer = layer(store, "file" + i);
      step(store, "step" + i, layer);
      store.layers().directories(List.of(layer.diffId()), disk);
      if (i % 3 == 0) {
        image("localhost/image" + i, layer);
      }
    }
    Files.createDirectories(root.resolve("mounts/cache"));
    Files.writeString(root.resolve("mounts/cache/file"), "x".repeat(10_000));

    assertThat(told()).isBetween((long) (onDisk() * 0.98), (long) (onDisk() * 1.02));
    age(Duration.ofHours(1));
    collect(ALL);
    assertThat(told()).isBetween((long) (onDisk() * 0.98), (long) (onDisk() * 1.02));
    assertThat(root.resolve("mounts")).isEmptyDirectory();
  }
}
