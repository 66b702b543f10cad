package dev.jbuild.cache.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jbuild.cache.Store;
import dev.jbuild.cache.disk.LostContentException;
import dev.jbuild.cache.testing.Entries;
import dev.jbuild.cache.testing.PlainDisk;
import dev.jbuild.cache.tree.Tree;
import dev.jbuild.cache.tree.TreeEdit;
import dev.jbuild.oci.Digest;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tars of layers that are not forced to the disk. */
class LayerTarTest {
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

  /** More than the buffers on the way to a tar. */
  private static Entries large() {
    return new Entries().file("a", "a".repeat(3_000_000)).file("b", "b".repeat(123_456));
  }

  private NewLayer write(Entries entries, LayerForm form) throws IOException {
    try (LayerWriter writer = store.layers().create(store.trees().empty(), form)) {
      entries.writeTo(writer);
      return writer.finish();
    }
  }

  private Path record(NewLayer layer) {
    return store.layers().place(layer.diffId()).resolve("layer.json");
  }

  private void reboot(NewLayer layer) throws IOException {
    store.close();
    String before = Files.readString(record(layer));
    assertThat(before).contains("\"tarBoot\":\"");
    Files.writeString(
        record(layer), before.replaceAll("\"tarBoot\":\"[^\"]*\"", "\"tarBoot\":\"before\""));
    store = Store.open(root, warnings::add);
  }

  private void tear(NewLayer layer) throws IOException {
    try (RandomAccessFile tar =
        new RandomAccessFile(store.content().path(layer.diffId().digest()).toFile(), "rw")) {
      tar.seek(layer.size() / 2);
      tar.write(new byte[4096]); // of that size, but without a page that did not reach the disk
    }
  }

  @Test
  void write_ofManyBuffers_givesTheSameTar() throws Exception {
    byte[] tar = TarWriterTest.tar(large());
    NewLayer kept = write(large(), LayerForm.TAR);
    assertThat(kept.diffId().digest()).isEqualTo(Digest.sha256(tar));
    assertThat(kept.size()).isEqualTo(tar.length);
    assertThat(store.content().read(kept.diffId().digest())).isEqualTo(tar);
    assertThat(write(large(), LayerForm.NONE)).isEqualTo(kept);
  }

  @Test
  void tar_whenLarge_isReadOnceAfterAReboot() throws Exception {
    NewLayer layer = write(large(), LayerForm.TAR);
    reboot(layer);
    assertThat(store.layers().available(layer.diffId())).isTrue();
    assertThat(Files.readString(record(layer))).doesNotContain("tarBoot");
    assertThat(warnings).isEmpty();
  }

  @Test
  void tar_whenTornByAPowerLoss_isMissing_andCanBeWrittenAgain() throws Exception {
    NewLayer layer = write(large(), LayerForm.TAR);
    tear(layer);
    reboot(layer);
    assertThatThrownBy(() -> store.layers().directories(List.of(layer.diffId()), disk))
        .isInstanceOf(LostContentException.class);
    assertThat(store.layers().available(layer.diffId())).isFalse();
    assertThat(warnings).singleElement().asString().contains(layer.diffId().digest().hex());

    assertThat(write(large(), LayerForm.TAR)).isEqualTo(layer);
    assertThat(store.layers().available(layer.diffId())).isTrue();
    store.content().verify(layer.diffId().digest());
  }

  @Test
  void tar_whenTornByAPowerLoss_andWrittenAgainBeforeItIsUsed_isSound() throws Exception {
    NewLayer layer = write(large(), LayerForm.TAR);
    tear(layer);
    reboot(layer);
    assertThat(write(large(), LayerForm.TAR)).isEqualTo(layer);
    store.content().verify(layer.diffId().digest());
  }

  @Test
  void directory_afterAReboot_isMadeOfTheTar() throws Exception {
    NewLayer layer = write(large(), LayerForm.TAR);
    reboot(layer);
    Path fs = store.layers().directories(List.of(layer.diffId()), disk).getFirst();
    assertThat(fs.resolve("b")).hasContent("b".repeat(123_456));
  }

  @Test
  void tar_whenSmall_isForcedToTheDisk() throws Exception {
    NewLayer layer = write(new Entries().file("a", "a"), LayerForm.TAR);
    assertThat(record(layer)).doesNotExist();
  }

  @Test
  void output_whenItFails_failsTheWriter() throws Exception {
    byte[] bytes = new byte[5_000_000];
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    try (BackgroundOutput out = new BackgroundOutput(full)) {
      assertThatThrownBy(
              () -> {
                out.write(bytes, 0, bytes.length);
                out.finish();
              })
          .isInstanceOf(IOException.class)
          .hasMessage("No space left on device");
    }
  }

  /** Directories are left as soon as nothing of them is to come. */
  @Test
  void tree_ofEntriesInOrder_isThatOfAnyOrder() throws Exception {
    Entries base = new Entries();
    for (String name : List.of("a", "a/b", "a/b/c", "a-", "d", "d/e")) {
      base.dir(name, Entries.mode(0750)).file(name + "/f", name).file(name + "/g", "old");
    }
    Entries change =
        new Entries()
            .dir("a", Entries.mode(0700))
            .whiteout("a/b")
            .file("a/b/c/f", "replaced")
            .file("a/b/c/h", "new")
            .file("a/f", "f")
            .file("a-/z", "z")
            .dir("d")
            .opaque("d")
            .file("d/e/h", "h")
            .hardLink("d/e/i", "a-/z")
            .whiteout("d/g")
            .hardLink("d/k", "a/b/c/h");
    assertThat(inOrder(store.trees().empty(), base)).isEqualTo(tree(store.trees().empty(), base));
    Tree below = tree(store.trees().empty(), base);
    assertThat(inOrder(below, change)).isEqualTo(tree(below, change));
    Entries again = new Entries().file("x/y/1", "").file("z", "").file("x/y/2", "").dir("x");
    assertThat(inOrder(below, again)).isEqualTo(tree(below, again));
  }

  private Tree tree(Tree base, Entries layer) throws IOException {
    TreeEdit edit = store.trees().edit(base);
    layer.writeTo(edit);
    return edit.finish();
  }

  private Tree inOrder(Tree base, Entries layer) throws IOException {
    TreeEdit edit = store.trees().editInOrder(base);
    layer.writeTo(edit);
    return edit.finish();
  }

  @Test
  void close_withoutFinish_leavesNothing() throws Exception {
    try (LayerWriter writer = store.layers().create(store.trees().empty(), LayerForm.TAR)) {
      large().writeTo(writer);
    }
    try (var blobs = Files.walk(root.resolve("blobs"))) {
      assertThat(blobs.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()))
          .allMatch(size -> size < 1000); // nodes of trees only
    }
  }
}
