package dev.jbuild.builder.oracle;

import dev.jbuild.builder.BuildResult;
import dev.jbuild.cache.Store;
import dev.jbuild.oci.DiffId;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageConfig;
import dev.jbuild.oci.layer.Attributes;
import dev.jbuild.oci.layer.LayerDisk;
import dev.jbuild.oci.layer.LayerEntry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What an image is, times apart: all files as its layers have them one over the other, its config
 * and its history.
 */
public record BuiltImage(Map<String, Node> files, String config, List<String> history) {
  /** Mount points, which are the runtime's. */
  private static final Set<String> LEFT_OUT =
      Set.of("proc", "sys", "dev", "etc/hosts", "etc/resolv.conf");

  public static BuiltImage of(Store store, LayerDisk disk, BuildResult result) throws IOException {
    FileSet files = new FileSet(Map.of());
    for (DiffId layer : result.config().diffIds()) {
      store.layers().open(layer, disk).writeTo((entry, content) -> add(files, entry, content));
    }
    Map<String, Node> kept = new TreeMap<>(files.nodes());
    kept.keySet().removeAll(LEFT_OUT);
    ImageConfig image = result.config();
    String config = image.config() + " " + image.author() + " " + image.platform();
    List<String> history =
        image.history().stream().map(h -> h.createdBy() + " " + h.emptyLayer()).toList();
    return new BuiltImage(kept, config, history);
  }

  private static void add(FileSet files, LayerEntry entry, InputStream content) throws IOException {
    String path = entry.path();
    switch (entry) {
      case LayerEntry.Whiteout whiteout -> files.remove(path);
      case LayerEntry.Opaque opaque ->
          files.names(path).forEach(name -> files.remove(FileSet.child(path, name)));
      case LayerEntry.Directory directory -> {
        Node node = node(Node.Kind.DIRECTORY, directory.attributes(), "");
        if (!path.isEmpty()) {
          files.put(path, node);
        }
      }
      case LayerEntry.RegularFile file -> {
        String data = new String(content.readAllBytes(), StandardCharsets.ISO_8859_1);
        files.remove(path);
        files.put(path, node(Node.Kind.FILE, file.attributes(), data));
      }
      case LayerEntry.Symlink link -> {
        files.remove(path);
        files.put(path, node(Node.Kind.LINK, link.attributes().withMode(0777), link.target()));
      }
      case LayerEntry.HardLink link -> {
        Node target = files.get(link.target());
        if (target == null) {
          throw new IOException("no target of " + link);
        }
        files.remove(path);
        files.put(path, target);
      }
      case LayerEntry.Device device -> throw new IOException("unexpected " + device);
      case LayerEntry.Fifo fifo -> throw new IOException("unexpected " + fifo);
    }
  }

  private static Node node(Node.Kind kind, Attributes attributes, String data) {
    return new Node(kind, attributes.mode(), attributes.uid(), attributes.gid(), data);
  }

  /** Equal for equal images. */
  public Digest digest() {
    return Digest.sha256((files + config + history).getBytes(StandardCharsets.UTF_8));
  }

  /** What differs from another image, a line each. */
  List<String> difference(BuiltImage other) {
    List<String> lines = difference(files, other.files);
    if (!config.equals(other.config)) {
      lines.add(config + " and " + other.config);
    }
    if (!history.equals(other.history)) {
      lines.add(history + " and " + other.history);
    }
    return lines;
  }

  static List<String> difference(Map<String, Node> files, Map<String, Node> others) {
    Set<String> paths = new TreeSet<>(files.keySet());
    paths.addAll(others.keySet());
    List<String> lines = new ArrayList<>();
    for (String path : paths) {
      Node node = files.get(path);
      Node other = others.get(path);
      if (!Objects.equals(node, other)) {
        lines.add(path + ": " + node + " and " + other);
      }
    }
    return lines;
  }
}
