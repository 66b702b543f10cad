package dev.jbuild.cache.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import dev.jbuild.cache.Store;
import dev.jbuild.cache.content.ContentMismatchException;
import dev.jbuild.cache.content.DamagedBlobException;
import dev.jbuild.cache.disk.LostContentException;
import dev.jbuild.cache.testing.Entries;
import dev.jbuild.cache.testing.PlainDisk;
import dev.jbuild.cache.tree.Tree;
import dev.jbuild.cache.tree.TreeEdit;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.DiffId;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.MediaTypes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayerStoreTest {
  @TempDir Path root;
  private final List<String> warnings = new ArrayList<>();
  private final PlainDisk disk = new PlainDisk();
  private Store store;

  @BeforeEach
  void open() throws IOException {
    store = Store.open(root, warnings::add);
  }

  @AfterEach
  void close() throws IOException {
    store.close();
    assertThat(root.resolve("tmp")).isEmptyDirectory();
  }

  private static Entries base() {
    return new Entries()
        .dir("a", Entries.mode(0711))
        .file("a/f", "content")
        .hardLink("a/g", "a/f")
        .link("l", "a/f")
        .file("old", "old");
  }

  private static Entries change() {
    return new Entries().dir("a").opaque("a").file("a/new", "n").whiteout("old");
  }

  private NewLayer write(Tree tree, Entries entries, LayerForm form) throws IOException {
    try (LayerWriter writer = store.layers().create(tree, form)) {
      entries.writeTo(writer);
      return writer.finish();
    }
  }

  private Tree apply(Tree tree, Entries entries) throws IOException {
    TreeEdit edit = store.trees().edit(tree);
    entries.writeTo(edit);
    return edit.finish();
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  private DiffId ingest(String mediaType, byte[] blob) throws IOException {
    return store.layers().ingest(new ByteArrayInputStream(blob), Descriptor.of(mediaType, blob));
  }

  @Test
  void create_inOnePass_givesTarDiffIdAndTree() throws Exception {
    NewLayer layer = write(store.trees().empty(), base(), LayerForm.TAR);

    byte[] tar = TarWriterTest.tar(base());
    assertThat(layer.diffId().digest()).isEqualTo(Digest.sha256(tar));
    assertThat(layer.size()).isEqualTo(tar.length);
    assertThat(layer.empty()).isFalse();
    assertThat(layer.tree()).isEqualTo(apply(store.trees().empty(), base()));
    assertThat(store.content().read(layer.diffId().digest())).isEqualTo(tar);
    assertThat(store.layers().available(layer.diffId())).isTrue();

    NewLayer digestOnly = write(store.trees().empty(), base(), LayerForm.NONE);
    assertThat(digestOnly).isEqualTo(layer);
    NewLayer none = write(layer.tree(), new Entries(), LayerForm.NONE);
    assertThat(none.empty()).isTrue();
    assertThat(none.tree()).isEqualTo(layer.tree());
    assertThat(store.layers().available(none.diffId())).isFalse();
  }

  @Test
  void create_whenClosedWithoutFinish_leavesNoTar() throws Exception {
    apply(store.trees().empty(), base()); // nodes of directories that were complete may stay
    long before = blobs();
    try (LayerWriter writer = store.layers().create(store.trees().empty(), LayerForm.TAR)) {
      base().writeTo(writer);
    }
    assertThat(blobs()).isEqualTo(before);
  }

  private long blobs() throws IOException {
    try (Stream<Path> files = Files.list(root.resolve("blobs/sha256"))) {
      return files.count();
    }
  }

  @Test
  void treeOf_fromTheTars_isTheTreeOfTheEntries() throws Exception {
    NewLayer one = write(store.trees().empty(), base(), LayerForm.TAR);
    NewLayer two = write(one.tree(), change(), LayerForm.TAR);
    List<DiffId> layers = List.of(one.diffId(), two.diffId());

    assertThat(store.layers().treeOf(layers)).isEqualTo(two.tree());

    store.content().delete(two.diffId().digest());
    assertThat(store.layers().treeOf(layers)).as("remembered").isEqualTo(two.tree());
    assertThat(store.layers().treeOf(List.of())).isEqualTo(store.trees().empty());
    assertThatThrownBy(() -> store.layers().treeOf(List.of(two.diffId())))
        .isInstanceOf(LostContentException.class)
        .hasMessageContaining(two.diffId().toString());
  }

  @Test
  void rebuildTree_whenNodesAreLost_writesThemAgain() throws Exception {
    NewLayer one = write(store.trees().empty(), base(), LayerForm.TAR);
    store.layers().treeOf(List.of(one.diffId()));
    try (Stream<Path> files = Files.list(root.resolve("blobs/sha256"))) {
      for (Path file : files.toList()) {
        if (!file.endsWith(one.diffId().digest().hex())) {
          Files.delete(file);
        }
      }
    }
    try (Store other = Store.open(root)) {
      assertThat(other.trees().isWhole(one.tree())).isFalse();
      assertThat(other.layers().rebuildTree(List.of(one.diffId()), disk)).isEqualTo(one.tree());
      assertThat(other.trees().isWhole(one.tree())).isTrue();
    }
  }

  @Test
  void directory_isMadeOnceOfAnyForm_alsoWhenManyAsk() throws Exception {
    byte[] tar = TarWriterTest.tar(base());
    DiffId diffId = ingest(MediaTypes.DOCKER_LAYER_GZIP, gzip(tar));
    List<Callable<Path>> tasks = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      tasks.add(() -> store.layers().directories(List.of(diffId), disk).getFirst());
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Path> path : threads.invokeAll(tasks)) {
        assertThat(path.get())
            .isEqualTo(store.root().resolve("layers/" + diffId.digest().hex() + "/fs"));
      }
    }
    assertThat(disk.unpacked).isEqualTo(1);
    Path fs = store.layers().directories(List.of(diffId), disk).getFirst();
    assertThat(fs.resolve("a/g")).hasContent("content");
    Entries read = new Entries();
    disk.diff(fs, read);
    assertThat(TarWriterTest.tar(read)).isEqualTo(tar);
  }

  @Test
  void directory_whenBlobIsDamaged_failsAndLeavesNone() throws Exception {
    DiffId diffId = ingest(MediaTypes.OCI_LAYER, TarWriterTest.tar(base()));
    flip(diffId.digest(), 0.99);

    assertThatThrownBy(() -> store.layers().directories(List.of(diffId), disk).getFirst())
        .isInstanceOf(LostContentException.class)
        .satisfies(
            e -> assertThat(e.getSuppressed()).hasOnlyElementsOfType(DamagedBlobException.class));

    assertThat(root.resolve("layers/" + diffId.digest().hex() + "/fs")).doesNotExist();
    assertThat(store.layers().available(diffId)).isFalse();
    assertThatThrownBy(() -> store.layers().directories(List.of(diffId), disk).getFirst())
        .isInstanceOf(LostContentException.class);
  }

  private void flip(Digest digest, double place) throws IOException {
    Path blob = store.content().path(digest);
    byte[] bytes = Files.readAllBytes(blob);
    bytes[(int) (bytes.length * place)] ^= 0x55;
    Files.write(blob, bytes);
  }

  @Test
  void anyForm_whenOneIsDamagedAnywhere_isMadeOfAnother() throws Exception {
    byte[] tar = TarWriterTest.tar(base());
    byte[] gzip = gzip(tar);
    byte[] zstd = Zstd.compress(tar);
    Tree tree = apply(store.trees().empty(), base());
    for (double place : new double[] {0, 0.3, 0.6, 0.99}) {
      DiffId diffId = ingest(MediaTypes.OCI_LAYER, tar);
      ingest(MediaTypes.OCI_LAYER_GZIP, gzip);
      ingest(MediaTypes.OCI_LAYER_ZSTD, zstd);
      warnings.clear();
      flip(diffId.digest(), place);
      flip(Digest.sha256(gzip), place);

      assertThat(store.layers().rebuildTree(List.of(diffId), disk)).isEqualTo(tree);

      assertThat(warnings).hasSize(2);
      flip(Digest.sha256(zstd), place);
      assertThatThrownBy(() -> store.layers().rebuildTree(List.of(diffId), disk))
          .isInstanceOf(LostContentException.class);
      assertThat(warnings).hasSize(3);
      assertThat(store.layers().available(diffId)).isFalse();
    }
  }

  private Path upper(Entries entries) throws IOException {
    Path upper = store.newTemporaryDirectory("run").resolve("upper");
    disk.unpack(upper, entries);
    return upper;
  }

  private NewLayer run(Tree tree, Entries entries) throws IOException {
    Path upper = upper(entries);
    try (LayerWriter writer = store.layers().create(tree, LayerForm.NONE)) {
      disk.diff(upper, writer);
      NewLayer layer = writer.finish();
      store.layers().adopt(layer.diffId(), upper, disk);
      disk.remove(Objects.requireNonNull(upper.getParent()));
      return layer;
    }
  }

  @Test
  void adopt_makesTheUpperTheLayer_andTheFirstStays() throws Exception {
    NewLayer one = write(store.trees().empty(), base(), LayerForm.TAR);
    NewLayer two = run(one.tree(), change());
    disk.unpacked = 0;

    assertThat(two.tree()).isEqualTo(apply(one.tree(), change()));
    Path fs = store.layers().directories(List.of(two.diffId()), disk).getFirst();
    assertThat(fs.resolve("a/new")).hasContent("n");
    assertThat(disk.unpacked).isZero();
    assertThat(store.layers().available(two.diffId())).isTrue();
    assertThat(store.layers().treeOf(List.of(one.diffId(), two.diffId()), disk))
        .isEqualTo(two.tree());

    Path loser = upper(change());
    store.layers().adopt(two.diffId(), loser, disk);
    assertThat(loser).isDirectory();
    disk.remove(Objects.requireNonNull(loser.getParent()));
  }

  @Test
  void directory_afterAReboot_isCheckedOnce() throws Exception {
    NewLayer layer = run(store.trees().empty(), base());
    String hex = layer.diffId().digest().hex();
    Path json = root.resolve("layers/" + hex + "/layer.json");
    String record = Files.readString(json);
    assertThat(record).contains("\"boot\":\"").doesNotContain("\"boot\":\"\"");
    Files.writeString(json, record.replaceAll("\"boot\":\"[^\"]*\"", "\"boot\":\"before\""));
    try (Store other = Store.open(root)) {
      other.layers().directories(List.of(layer.diffId()), disk).getFirst();
    }
    assertThat(Files.readString(json)).contains("\"boot\":\"\"");

    Files.writeString(json, record.replaceAll("\"boot\":\"[^\"]*\"", "\"boot\":\"before\""));
    Files.writeString(root.resolve("layers/" + hex + "/fs/old"), ""); // what a power loss leaves
    assertThatThrownBy(() -> store.layers().directories(List.of(layer.diffId()), disk).getFirst())
        .isInstanceOf(LostContentException.class);
    assertThat(warnings).singleElement().asString().contains(hex, "power loss");
    assertThat(store.layers().available(layer.diffId())).isFalse();
  }

  @Test
  void directory_whenUnpackedBeforeAReboot_isUnpackedAgain() throws Exception {
    NewLayer layer = write(store.trees().empty(), base(), LayerForm.TAR);
    Path fs = store.layers().directories(List.of(layer.diffId()), disk).getFirst();
    Path json = fs.resolveSibling("layer.json");
    Files.writeString(
        json, Files.readString(json).replaceAll("\"boot\":\"[^\"]*\"", "\"boot\":\"before\""));
    Files.writeString(fs.resolve("old"), "");

    assertThat(store.layers().directories(List.of(layer.diffId()), disk).getFirst().resolve("old"))
        .hasContent("old");
    assertThat(disk.unpacked).isEqualTo(2);
    assertThat(warnings).isEmpty();
  }

  @Test
  void compressed_isMadeOnce_equalFromAnyForm() throws Exception {
    NewLayer layer = write(store.trees().empty(), base(), LayerForm.TAR);
    Descriptor first = store.layers().compressed(layer.diffId(), disk);
    assertThat(first.mediaType()).isEqualTo(MediaTypes.OCI_LAYER_GZIP);
    assertThat(store.content().size(first.digest())).isEqualTo(first.size());
    assertThat(Compression.decompress(store.content().open(first.digest())).readAllBytes())
        .isEqualTo(TarWriterTest.tar(base()));
    assertThat(store.layers().compressed(layer.diffId(), disk)).isEqualTo(first);

    store.content().delete(first.digest());
    store.content().delete(layer.diffId().digest());
    assertThatThrownBy(() -> store.layers().compressed(layer.diffId(), disk))
        .isInstanceOf(LostContentException.class);
    run(store.trees().empty(), base());
    assertThat(store.layers().compressed(layer.diffId(), disk)).isEqualTo(first);
    assertThat(store.content().has(first.digest())).isTrue();
  }

  @Test
  void compressed_whenDirectoryWasChanged_fails() throws Exception {
    NewLayer layer = run(store.trees().empty(), base());
    Files.writeString(
        root.resolve("layers/" + layer.diffId().digest().hex() + "/fs/old"), "tampered");
    long before = blobs();
    assertThatThrownBy(() -> store.layers().compressed(layer.diffId(), disk))
        .isInstanceOf(LostContentException.class)
        .hasMessageContaining("does not give the tar");
    assertThat(blobs()).isEqualTo(before);
  }

  @Test
  void ingest_whicheverCompression_findsTheSameDiffId() throws Exception {
    byte[] tar = TarWriterTest.tar(base());
    byte[] gzip = gzip(tar);
    DiffId plain = ingest(MediaTypes.OCI_LAYER, tar);
    assertThat(plain.digest()).isEqualTo(Digest.sha256(tar));
    assertThat(ingest(MediaTypes.DOCKER_LAYER_GZIP, gzip)).isEqualTo(plain);
    assertThat(ingest(MediaTypes.OCI_LAYER_ZSTD, Zstd.compress(tar))).isEqualTo(plain);
    assertThat(store.layers().compressed(plain, disk))
        .isEqualTo(Descriptor.of(MediaTypes.OCI_LAYER_GZIP, gzip));
    assertThat(store.layers().treeOf(List.of(plain)))
        .isEqualTo(apply(store.trees().empty(), base()));
  }

  @Test
  void ingest_whenBytesAreNotThoseAnnounced_storesNothing() throws Exception {
    byte[] gzip = gzip(TarWriterTest.tar(base()));
    Descriptor right = Descriptor.of(MediaTypes.OCI_LAYER_GZIP, gzip);
    byte[] longer = Arrays.copyOf(gzip, gzip.length + 1000);
    assertThatThrownBy(() -> store.layers().ingest(new ByteArrayInputStream(longer), right))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("longer than");
    byte[] other = gzip.clone();
    other[9] ^= 1; // the operating system of the header, which changes no content
    assertThatThrownBy(() -> store.layers().ingest(new ByteArrayInputStream(other), right))
        .isInstanceOf(ContentMismatchException.class);
    byte[] cut = Arrays.copyOf(gzip, 50);
    assertThatThrownBy(() -> store.layers().ingest(new ByteArrayInputStream(cut), right))
        .isInstanceOf(IOException.class);
    assertThat(blobs()).isZero();
  }

  @Test
  void available_whenRecordIsDamaged_warnsAndIsFalse() throws Exception {
    DiffId diffId = ingest(MediaTypes.OCI_LAYER_GZIP, gzip(TarWriterTest.tar(base())));
    Path json = root.resolve("layers/" + diffId.digest().hex() + "/layer.json");
    Files.writeString(json, "{\"diffId\":");
    assertThat(store.layers().available(diffId)).isFalse();
    assertThat(warnings).singleElement().asString().contains("damaged and ignored");
  }

  @Test
  void open_whenForeignLayerIsInAnyOrder_treeAndDirectoryAgree() throws Exception {
    Entries messy =
        new Entries().file("z/deep/f", "1").dir("z", Entries.mode(0700)).file("b", "x").dir("b");
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    for (Entries.Item item : messy.items()) {
      byte[] one = TarWriterTest.tar(new Entries().item(item.entry(), item.content()));
      tar.write(one, 0, one.length - 1024);
    }
    tar.write(new byte[1024]);
    DiffId diffId = ingest(MediaTypes.OCI_LAYER, tar.toByteArray());

    Entries onDisk = new Entries();
    disk.diff(store.layers().directories(List.of(diffId), disk).getFirst(), onDisk);

    assertThat(store.layers().treeOf(List.of(diffId)))
        .isEqualTo(apply(store.trees().empty(), onDisk));
  }
}
