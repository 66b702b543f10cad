package dev.jbuild.cache.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jbuild.cache.Store;
import dev.jbuild.cache.disk.LostContentException;
import dev.jbuild.cache.testing.Entries;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.layer.Attributes;
import dev.jbuild.oci.layer.LayerEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeTest {
  @TempDir Path root;
  private final List<String> warnings = new ArrayList<>();
  private Store store;
  private TreeStore trees;

  @BeforeEach
  void open() throws IOException {
    store = Store.open(root, warnings::add);
    trees = store.trees();
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  private Tree apply(Tree base, Entries layer) throws IOException {
    TreeEdit edit = trees.edit(base);
    layer.writeTo(edit);
    return edit.finish();
  }

  private Tree tree(Entries layer) throws IOException {
    return apply(trees.empty(), layer);
  }

  private static Entries small() {
    return new Entries()
        .dir("bin")
        .file("bin/sh", Entries.mode(04755), "#!")
        .hardLink("bin/ash", "bin/sh")
        .dir("dev")
        .item(new LayerEntry.Device("dev/null", Entries.mode(0666), false, 1, 3), "")
        .item(new LayerEntry.Fifo("dev/pipe", Entries.mode(0600)), "")
        .link("lib", "usr/lib")
        .dir("usr")
        .dir("usr/lib", Entries.xattrs(0755, Map.of("user.x", new byte[] {0, -1})))
        .file("usr/lib/ö", "umlaut");
  }

  /** If this fails, keys of existing stores no longer fit: raise the magic numbers of the nodes. */
  @Test
  void root_ofFixedTree_isPinned() throws Exception {
    assertThat(trees.empty().root().hex())
        .isEqualTo("c6745e14ad94d642740be052ad71aeb9eb60884d5d76766b62c097c592281169");
    assertThat(tree(small()).root().hex())
        .isEqualTo("8651f3435842c487d8b59dea4c696bc6743f89311a6108e81793134b3fdfab81");
  }

  @Test
  void root_whenOnlyTimesDiffer_isTheSame() throws Exception {
    Attributes late = Attributes.of(0644, 1, 2, Instant.ofEpochSecond(5, 7));
    Entries one = new Entries().file("f", late, "x");
    Entries other = new Entries().file("f", late.withMtime(Instant.EPOCH), "x");
    assertThat(tree(one)).isEqualTo(tree(other));
  }

  @Test
  void root_whenAnythingElseDiffers_isAnother() throws Exception {
    Attributes plain = Attributes.of(0644, 1, 2, Entries.TIME);
    Set<Tree> seen = new HashSet<>();
    List<Entries> variants =
        List.of(
            new Entries().file("f", plain, "x"),
            new Entries().file("f", plain, "y"),
            new Entries().file("g", plain, "x"),
            new Entries().file("f", plain.withMode(0645), "x"),
            new Entries().file("f", plain.withOwner(2, 2), "x"),
            new Entries().file("f", plain.withOwner(1, 3), "x"),
            new Entries().file("f", Entries.xattrs(0644, Map.of("user.a", new byte[1])), "x"),
            new Entries().file("f", Entries.xattrs(0644, Map.of("user.a", new byte[2])), "x"),
            new Entries().file("f", Entries.xattrs(0644, Map.of("user.b", new byte[1])), "x"),
            new Entries().dir("f", plain),
            new Entries().link("f", "x"),
            new Entries().link("f", "y"),
            new Entries().item(new LayerEntry.Fifo("f", plain), ""),
            new Entries().item(new LayerEntry.Device("f", plain, true, 1, 3), ""),
            new Entries().item(new LayerEntry.Device("f", plain, false, 1, 3), ""),
            new Entries().item(new LayerEntry.Device("f", plain, false, 3, 1), ""),
            new Entries().dir("", Entries.mode(0700)),
            new Entries().dir("f/f", plain));
    for (Entries variant : variants) {
      assertThat(seen.add(tree(variant))).as("%s", variant.entries()).isTrue();
    }
  }

  @Test
  void edit_whenResultsAreEqual_givesEqualRootsByAnyWay() throws Exception {
    Tree direct = tree(small());
    Entries shuffled = new Entries();
    List<Entries.Item> items = new ArrayList<>(small().items());
    items.removeIf(item -> item.entry() instanceof LayerEntry.HardLink);
    Collections.shuffle(items, new Random(4));
    items.forEach(item -> shuffled.item(item.entry(), item.content()));
    shuffled.hardLink("bin/ash", "bin/sh");
    assertThat(tree(shuffled)).isEqualTo(direct);

    Tree detour = tree(new Entries().file("usr", "a file").dir("lib").file("lib/x", "").dir("tmp"));
    assertThat(apply(apply(detour, small()), new Entries().whiteout("tmp"))).isEqualTo(direct);
    assertThat(apply(direct, small())).isEqualTo(direct);
    assertThat(apply(direct, new Entries())).isEqualTo(direct);
  }

  @Test
  void edit_whenAppliedAsOneOrAsManyLayers_agrees() throws Exception {
    Tree many = trees.empty();
    for (Entries.Item item : small().items()) {
      many = apply(many, new Entries().item(item.entry(), item.content()));
    }
    assertThat(many).isEqualTo(tree(small()));
  }

  @Test
  void edit_whenWhiteout_hidesOnlyWhatWasBelow() throws Exception {
    Tree base = tree(new Entries().file("d/old", "1").file("d/sub/old", "2").file("e", "3"));

    assertThat(apply(base, new Entries().whiteout("d").whiteout("missing/x")))
        .isEqualTo(tree(new Entries().file("e", "3")));
    Tree expected = tree(new Entries().file("d/new", "n").file("e", "3"));
    assertThat(apply(base, new Entries().whiteout("d").file("d/new", "n"))).isEqualTo(expected);
    assertThat(apply(base, new Entries().file("d/new", "n").whiteout("d"))).isEqualTo(expected);
    assertThat(apply(base, new Entries().dir("d").opaque("d").file("d/new", "n")))
        .isEqualTo(expected);
    assertThat(apply(base, new Entries().file("d/new", "n").opaque("d"))).isEqualTo(expected);
    assertThat(apply(base, new Entries().file("d/sub/new", "n").opaque("d")))
        .isEqualTo(tree(new Entries().file("d/sub/new", "n").file("e", "3")));
    assertThat(apply(base, new Entries().opaque(""))).isEqualTo(trees.empty());
  }

  @Test
  void edit_whenDirectoryComesBackAfterWhiteout_hasTheImpliedAttributes() throws Exception {
    Tree base = tree(new Entries().dir("d", Entries.mode(0700)).dir("d/s", Entries.mode(0711)));

    Tree again = apply(base, new Entries().file("d/s/f", "").whiteout("d"));

    assertThat(trees.find(again, "d").orElseThrow().mode()).isEqualTo(0755);
    assertThat(trees.find(again, "d/s").orElseThrow().mode()).isEqualTo(0755);
    Tree kept = apply(base, new Entries().file("d/s/f", ""));
    assertThat(trees.find(kept, "d/s").orElseThrow().mode()).isEqualTo(0711);
  }

  @Test
  void edit_whenKindChanges_replaces() throws Exception {
    Tree base = tree(new Entries().file("d/a/b", "1"));
    Tree file = apply(base, new Entries().file("d/a", "2"));
    assertThat(trees.find(file, "d/a/b")).isEmpty();
    assertThat(file).isEqualTo(tree(new Entries().file("d/a", "2")));
    assertThat(apply(file, new Entries().dir("d/a"))).isEqualTo(tree(new Entries().dir("d/a")));
    assertThat(apply(file, new Entries().link("d", "x")))
        .isEqualTo(tree(new Entries().link("d", "x")));
  }

  @Test
  void edit_whenHardLinkHasNoTarget_isRefused() throws Exception {
    TreeEdit edit = trees.edit(tree(new Entries().dir("d")));
    assertThatThrownBy(() -> new Entries().hardLink("a", "b").writeTo(edit))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("/a -> /b");
    assertThatThrownBy(() -> new Entries().hardLink("a", "d").writeTo(edit))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("hard link to a directory");
  }

  @Test
  void edit_whenFinished_takesNoMore() throws Exception {
    TreeEdit edit = trees.edit(trees.empty());
    edit.finish();
    assertThatThrownBy(() -> new Entries().dir("x").writeTo(edit))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void find_givesWhatWasPut() throws Exception {
    Tree tree = tree(small());
    assertThat(trees.find(tree, "")).get().isInstanceOf(TreeEntry.Directory.class);
    assertThat(trees.find(tree, "bin/ash")).isEqualTo(trees.find(tree, "bin/sh"));
    assertThat(trees.find(tree, "bin/sh"))
        .contains(
            new TreeEntry.RegularFile(
                TreeAttributes.of(Entries.mode(04755)),
                Digest.sha256("#!".getBytes(StandardCharsets.UTF_8)),
                2));
    assertThat(trees.find(tree, "lib/ö")).isEmpty();
    assertThat(trees.find(tree, "bin/sh/x")).isEmpty();
    assertThat(trees.find(tree, "usr/lib").orElseThrow().xattrs()).containsOnlyKeys("user.x");
    assertThat(trees.list(tree, ""))
        .extracting(TreeChild::name)
        .containsExactly("bin", "dev", "lib", "usr");
    assertThatThrownBy(() -> trees.list(tree, "lib")).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void find_whenStoreIsOpenedAgain_readsTheNodes() throws Exception {
    Tree tree = tree(small());
    try (Store other = Store.open(root)) {
      assertThat(other.trees().find(tree, "usr/lib/ö")).isEqualTo(trees.find(tree, "usr/lib/ö"));
      assertThat(other.trees().isWhole(tree)).isTrue();
    }
  }

  @Test
  void list_isInTheOrderOfBytes() throws Exception {
    String bytes = "\uDCFF";
    String emoji = "\uD83D\uDE00";
    Tree tree =
        tree(new Entries().file(bytes, "").file(emoji, "").file("\uFB00", "").file("z", ""));
    assertThat(trees.list(tree, ""))
        .extracting(TreeChild::name)
        .containsExactly("z", "\uFB00", emoji, bytes);
  }

  @Test
  void resolve_followsLinksInsideTheRoot() throws Exception {
    Tree tree =
        tree(
            new Entries()
                .link("abs", "/usr/lib")
                .link("up", "../../../usr")
                .link("dangling", "nowhere/x")
                .link("loop", "loop")
                .dir("usr/lib")
                .link("usr/rel", "../abs/./deep")
                .link("usr/lib/deep", "../lib"));
    assertThat(trees.resolve(tree, "abs/f")).isEqualTo("usr/lib/f");
    assertThat(trees.resolve(tree, "/up//lib/")).isEqualTo("usr/lib");
    assertThat(trees.resolve(tree, "usr/rel/f")).isEqualTo("usr/lib/f");
    assertThat(trees.resolve(tree, "abs/../x")).isEqualTo("usr/x");
    assertThat(trees.resolve(tree, "dangling/y")).isEqualTo("nowhere/x/y");
    assertThat(trees.resolve(tree, "../../a/../b")).isEqualTo("b");
    assertThat(trees.resolve(tree, "")).isEmpty();
    assertThatThrownBy(() -> trees.resolve(tree, "loop/x"))
        .isInstanceOf(FileSystemLoopException.class);
  }

  @Test
  void digestOf_isOfContentNotOfName() throws Exception {
    Tree tree = tree(new Entries().file("a/f", "x").file("b/f", "x").file("c/f", "y"));
    assertThat(trees.digestOf(tree, "a")).isEqualTo(trees.digestOf(tree, "b"));
    assertThat(trees.digestOf(tree, "a")).isNotEqualTo(trees.digestOf(tree, "c"));
    assertThat(trees.digestOf(tree, "a/f")).isEqualTo(trees.digestOf(tree, "b/f"));
    assertThatThrownBy(() -> trees.digestOf(tree, "d")).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void node_whenDamagedOrMissing_isLostContent() throws Exception {
    Tree tree = tree(small());
    TreeEntry.Directory usr = (TreeEntry.Directory) trees.find(tree, "usr").orElseThrow();
    Path node = store.content().path(usr.children());
    byte[] bytes = Files.readAllBytes(node);
    bytes[bytes.length - 1] ^= 1;
    Files.write(node, bytes);
    try (Store other = Store.open(root, warnings::add)) {
      assertThatThrownBy(() -> other.trees().find(tree, "usr/lib"))
          .isInstanceOf(LostContentException.class);
      assertThat(warnings).hasSize(1);
      assertThatThrownBy(() -> other.trees().find(tree, "usr/lib"))
          .isInstanceOf(LostContentException.class);
      assertThat(other.trees().isWhole(tree)).isFalse();
      assertThatThrownBy(() -> other.trees().find(new Tree(Digest.sha256(new byte[] {1, 2})), ""))
          .isInstanceOf(LostContentException.class);
      Tree notATree = new Tree(other.content().put("no tree".getBytes(StandardCharsets.UTF_8)));
      assertThatThrownBy(() -> other.trees().find(notATree, ""))
          .isInstanceOf(LostContentException.class);
      apply(other.trees().empty(), small());
    }
    tree(small());
    try (Store other = Store.open(root)) {
      assertThat(other.trees().isWhole(tree)).isTrue();
    }
  }

  @Test
  void compareNames_agreesWithTheOrderOfLayers() {
    Random random = new Random(3);
    String alphabet = "a.-~\u00e9\uFB00\uDC80\uDCFFz0";
    for (int i = 0; i < 20_000; i++) {
      String one = name(random, alphabet);
      String other = name(random, alphabet);
      assertThat(Integer.signum(NodeReader.compareNames(one, other)))
          .as("%s %s", one, other)
          .isEqualTo(Integer.signum(LayerEntry.comparePaths(one, other)));
    }
  }

  private static String name(Random random, String alphabet) {
    StringBuilder name = new StringBuilder();
    for (int i = random.nextInt(4); i >= 0; i--) {
      if (random.nextInt(5) == 0) {
        name.append("\uD83D\uDE00");
      } else {
        name.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
    }
    return name.toString();
  }
}
