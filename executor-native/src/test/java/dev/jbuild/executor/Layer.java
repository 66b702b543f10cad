package dev.jbuild.executor;

import dev.jbuild.oci.layer.Attributes;
import dev.jbuild.oci.layer.ByteString;
import dev.jbuild.oci.layer.LayerEntry;
import dev.jbuild.oci.layer.LayerSink;
import dev.jbuild.oci.layer.LayerSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A layer in memory, in the order in which its entries came. */
final class Layer implements LayerSource {
  private final List<Content> entries = new ArrayList<>();

  /** An entry with the bytes that belong to it. */
  record Content(LayerEntry entry, ByteString bytes) {}

  static Layer of(LayerSource source) throws IOException {
    Layer layer = new Layer();
    source.writeTo(
        (entry, content) ->
            layer.entries.add(new Content(entry, ByteString.of(content.readAllBytes()))));
    return layer;
  }

  Layer add(LayerEntry entry) {
    entries.add(new Content(entry, ByteString.of(new byte[0])));
    return this;
  }

  Layer file(String path, Attributes attributes, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    entries.add(
        new Content(
            new LayerEntry.RegularFile(path, attributes, bytes.length), ByteString.of(bytes)));
    return this;
  }

  /** By path, in order; an opaque mark has the path of its directory and a star. */
  Map<String, Content> contents() {
    Map<String, Content> contents = new LinkedHashMap<>();
    for (Content content : entries) {
      boolean opaque = content.entry() instanceof LayerEntry.Opaque;
      contents.put(content.entry().path() + (opaque ? "*" : ""), content);
    }
    return contents;
  }

  LayerEntry entry(String path) {
    Content content = contents().get(path);
    if (content == null) {
      throw new AssertionError(path + " is not in " + paths());
    }
    return content.entry();
  }

  List<String> paths() {
    return List.copyOf(contents().keySet());
  }

  @Override
  public void writeTo(LayerSink sink) throws IOException {
    for (Content content : entries) {
      sink.add(content.entry(), new ByteArrayInputStream(content.bytes().toByteArray()));
    }
  }
}
