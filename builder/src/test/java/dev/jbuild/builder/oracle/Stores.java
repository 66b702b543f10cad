package dev.jbuild.builder.oracle;

import dev.jbuild.builder.corpus.Busybox;
import dev.jbuild.cache.Store;
import dev.jbuild.cache.layer.LayerForm;
import dev.jbuild.cache.layer.LayerWriter;
import dev.jbuild.cache.layer.NewLayer;
import dev.jbuild.cache.tree.Tree;
import dev.jbuild.oci.ContainerConfig;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.DiffId;
import dev.jbuild.oci.HistoryEntry;
import dev.jbuild.oci.ImageConfig;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.Manifest;
import dev.jbuild.oci.MediaTypes;
import dev.jbuild.oci.Platform;
import dev.jbuild.oci.layer.Attributes;
import dev.jbuild.oci.layer.LayerEntry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Puts base images into stores. */
public final class Stores {
  private static final Path CORPUS = Path.of("../testdata/corpus").toAbsolutePath().normalize();
  private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private Stores() {}

  /** Gives the tag of base images the meaning {@code base}. */
  public static void tag(Store store, BaseImage base) throws IOException, InterruptedException {
    List<NewLayer> layers = new ArrayList<>();
    Tree tree = store.trees().empty();
    if (base.busybox()) {
      layers.add(Busybox.layer(store, CORPUS));
      tree = layers.getLast().tree();
    }
    NavigableMap<String, Node> files = base.files().nodes();
    Instant time = Instant.ofEpochSecond(1_700_000_000L + base.cut());
    if (base.cut() % 2 == 1) {
      layers.add(layer(store, tree, new TreeMap<>(files.headMap("etc")), time));
      tree = layers.getLast().tree();
      files = files.tailMap("etc", true);
    }
    layers.add(layer(store, tree, files, time));
    tag(store, base, layers, time);
  }

  private static NewLayer layer(Store store, Tree tree, Map<String, Node> files, Instant time)
      throws IOException {
    try (LayerWriter writer = store.layers().create(tree, LayerForm.TAR)) {
      for (Map.Entry<String, Node> file : files.entrySet()) {
        Node node = file.getValue();
        Attributes attributes = Attributes.of(node.mode(), node.uid(), node.gid(), time);
        byte[] content = node.data().getBytes(StandardCharsets.ISO_8859_1);
        writer.add(
            node.isDirectory()
                ? new LayerEntry.Directory(file.getKey(), attributes)
                : new LayerEntry.RegularFile(file.getKey(), attributes, content.length),
            new ByteArrayInputStream(content));
      }
      return writer.finish();
    }
  }

  private static void tag(Store store, BaseImage base, List<NewLayer> layers, Instant time)
      throws IOException {
    ContainerConfig config =
        ContainerConfig.EMPTY.withEnv("PATH", PATH).withEnv("BV", String.valueOf(base.variable()));
    List<HistoryEntry> history = new ArrayList<>();
    List<DiffId> diffIds = new ArrayList<>();
    List<Descriptor> blobs = new ArrayList<>();
    for (NewLayer layer : layers) {
      history.add(new HistoryEntry(time, "layer", null, null, false));
      diffIds.add(layer.diffId());
      blobs.add(Descriptor.of(MediaTypes.OCI_LAYER, layer.diffId().digest(), layer.size()));
    }
    byte[] json =
        ImageConfig.empty(Platform.host())
            .withConfig(config)
            .withCreated(time)
            .withLayers(diffIds, history)
            .toJson();
    store.content().put(json);
    Manifest manifest = Manifest.of(Descriptor.of(MediaTypes.OCI_CONFIG, json), blobs);
    store.content().put(manifest.raw());
    store.tags().tag(ImageReference.parse(BaseImage.NAME), manifest.descriptor());
  }
}
