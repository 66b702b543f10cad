package dev.jbuild.builder.engine;

import dev.jbuild.builder.BuildResult;
import dev.jbuild.cache.Store;
import dev.jbuild.cache.layer.TarReader;
import dev.jbuild.cache.tree.TreeEntry;
import dev.jbuild.oci.DiffId;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.layer.LayerEntry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Looks into an image whose layers are all tars of the store. */
record BuiltImage(Store store, BuildResult result) {

  /** What is at a path: {@code "0644 0:0 text"}, {@code "0755 0:0 /"}, {@code "-> target"}. */
  String at(String path) throws IOException {
    TreeEntry entry =
        store.trees().find(store.layers().treeOf(result.config().diffIds()), path).orElse(null);
    return switch (entry) {
      case TreeEntry.RegularFile file -> owned(file) + content(file);
      case TreeEntry.Directory directory -> owned(directory) + "/";
      case TreeEntry.Symlink link -> "-> " + link.target();
      case null -> "nothing";
      default -> entry.toString();
    };
  }

  private static String owned(TreeEntry entry) {
    return "%04o %d:%d ".formatted(entry.mode(), entry.uid(), entry.gid());
  }

  private String content(TreeEntry.RegularFile wanted) throws IOException {
    Map<String, String> contents = new LinkedHashMap<>();
    for (DiffId layer : result.config().diffIds()) {
      try (InputStream tar = store.content().open(layer.digest())) {
        TarReader.ofLayer(tar)
            .writeTo(
                (entry, content) -> {
                  byte[] bytes = content.readAllBytes();
                  contents.put(
                      Digest.sha256(bytes).toString(), new String(bytes, StandardCharsets.UTF_8));
                });
      }
    }
    return String.valueOf(contents.get(wanted.content().toString()));
  }

  /** The entries of the layer with that number, the first is 0, by their paths. */
  Map<String, LayerEntry> layer(int number) throws IOException {
    Map<String, LayerEntry> entries = new LinkedHashMap<>();
    DiffId layer = result.config().diffIds().get(number);
    try (InputStream tar = store.content().open(layer.digest())) {
      TarReader.ofLayer(tar).writeTo((entry, content) -> entries.put(entry.path(), entry));
    }
    return entries;
  }
}
