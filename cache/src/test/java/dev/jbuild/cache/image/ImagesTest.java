package dev.jbuild.cache.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jbuild.cache.Store;
import dev.jbuild.cache.testing.Programs;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.ImageConfig;
import dev.jbuild.oci.ImageIndex;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.Manifest;
import dev.jbuild.oci.MediaTypes;
import dev.jbuild.oci.Platform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImagesTest {
  private static final ImageReference APP = ImageReference.parse("app:1");

  @TempDir Path root;
  private final List<String> warnings = new ArrayList<>();
  private Store store;

  @BeforeEach
  void open() throws IOException {
    store = Store.open(root, warnings::add);
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  private Descriptor image(Platform platform) throws IOException {
    byte[] config = ImageConfig.empty(platform).toJson();
    store.content().put(config);
    Manifest manifest = Manifest.of(Descriptor.of(MediaTypes.OCI_CONFIG, config), List.of());
    store.content().put(manifest.raw());
    return manifest.descriptor();
  }

  @Test
  void tags_areKeptInAnImageIndex() throws Exception {
    Descriptor one = image(Platform.host());
    Descriptor other = one.withAnnotations(Map.of("own", "annotation"));
    ImageReference second = ImageReference.parse("localhost:5000/x/y:2");

    store.tags().tag(APP, one);
    store.tags().tag(second, other);

    try (Store again = Store.open(root)) {
      assertThat(again.tags().all()).containsOnly(Map.entry(APP, one), Map.entry(second, other));
      assertThat(again.tags().find(APP)).contains(one);
    }
    assertThat(Files.readString(root.resolve("index.json")))
        .contains("\"org.opencontainers.image.ref.name\":\"docker.io/library/app:1\"");
    assertThat(store.tags().remove(APP)).isTrue();
    assertThat(store.tags().remove(APP)).isFalse();
    assertThat(store.tags().find(APP)).isEmpty();
    assertThat(store.tags().find(second)).contains(other);
  }

  /** Adds tags of its own to the store. */
  static final class Tagging {
    private Tagging() {}

    public static void main(String[] arguments) throws Exception {
      try (Store store = Store.open(Path.of(arguments[0]))) {
        byte[] bytes = arguments[1].getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 20; i++) {
          store
              .tags()
              .tag(
                  ImageReference.parse("app" + i + ":" + arguments[1]),
                  Descriptor.of(MediaTypes.OCI_MANIFEST, bytes));
        }
      }
    }
  }

  @Test
  void tag_whenProcessesTagAtOnce_losesNone() throws Exception {
    Process other = Programs.java(Tagging.class, root.toString(), "other");
    Tagging.main(new String[] {root.toString(), "mine"});
    assertThat(other.waitFor()).isZero();
    assertThat(store.tags().all()).hasSize(40);
  }

  @Test
  void all_whenIndexIsDamaged_warnsAndMovesItAside() throws Exception {
    store.tags().tag(APP, image(Platform.host()));
    Files.writeString(root.resolve("index.json"), "{\"schemaVersion\":2,\"mani");

    assertThat(store.tags().all()).isEmpty();

    assertThat(warnings).singleElement().asString().contains("index.json is damaged");
    assertThat(root.resolve("damaged/index.json")).exists();
    store.tags().tag(APP, image(Platform.host()));
    assertThat(store.tags().all()).hasSize(1);
  }

  @Test
  void open_ofManifestAndOfIndex_findsTheImageOfThisMachine() throws Exception {
    Descriptor mine = image(Platform.host());
    Descriptor foreign = image(Platform.of("linux", "s390x", null));
    ImageIndex index =
        ImageIndex.of(
            List.of(
                foreign.withPlatform(Platform.of("linux", "s390x", null)),
                mine.withPlatform(Platform.host())));
    store.content().put(index.raw());

    assertThat(store.images().open(mine).orElseThrow().manifest().digest())
        .isEqualTo(mine.digest());
    StoredImage chosen = store.images().open(index.descriptor()).orElseThrow();
    assertThat(chosen.descriptor().digest()).isEqualTo(mine.digest());
    assertThat(chosen.config()).isEqualTo(ImageConfig.empty(Platform.host()));
    StoredImage other =
        store.images().open(index.descriptor(), Platform.of("linux", "s390x", null)).orElseThrow();
    assertThat(other.descriptor().digest()).isEqualTo(foreign.digest());
    assertThat(store.images().open(index.descriptor(), Platform.of("linux", "riscv64", null)))
        .isEmpty();
  }

  @Test
  void open_whenAPartIsMissingOrDamaged_isEmpty() throws Exception {
    Descriptor image = image(Platform.host());
    StoredImage stored = store.images().open(image).orElseThrow();
    Path config = store.content().path(stored.manifest().config().digest());
    Files.writeString(config, "{}");
    assertThat(store.images().open(image)).isEmpty();
    assertThat(warnings).hasSize(1);
    assertThat(store.images().open(image)).isEmpty();
    byte[] text = "no manifest".getBytes(StandardCharsets.UTF_8);
    store.content().put(text);
    assertThat(store.images().open(Descriptor.of(MediaTypes.OCI_MANIFEST, text))).isEmpty();
    assertThat(warnings).hasSize(2);
  }

  @Test
  void store_isAnImageLayoutForOthers() throws Exception {
    Descriptor image = image(Platform.host());
    store.tags().tag(APP, image);
    String program =
        """
        import json, hashlib
        assert json.load(open("oci-layout"))["imageLayoutVersion"] == "1.0.0"
        m = json.load(open("index.json"))["manifests"][0]
        raw = open("blobs/" + m["digest"].replace(":", "/"), "rb").read()
        assert m["digest"] == "sha256:" + hashlib.sha256(raw).hexdigest() and len(raw) == m["size"]
        print(json.loads(raw)["config"]["digest"])
        """;
    assertThat(Programs.run(root, "python3", "-c", program).strip())
        .isEqualTo(
            store.images().open(image).orElseThrow().manifest().config().digest().toString());
  }
}
