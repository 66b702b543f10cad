package dev.jbuild.cache.testing;

import dev.jbuild.oci.layer.Attributes;
import dev.jbuild.oci.layer.ByteString;
import dev.jbuild.oci.layer.LayerEntry;
import dev.jbuild.oci.layer.LayerSink;
import dev.jbuild.oci.layer.LayerSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A layer in memory: made by a test, or recorded from a reader. */
public final class Entries implements LayerSink, LayerSource {
  public static final Instant TIME = Instant.ofEpochSecond(1_700_000_000L);

  /** An entry with its content. */
  public record Item(LayerEntry entry, String content) {}

  private final List<Item> items = new ArrayList<>();

  public static Attributes mode(int mode) {
    return Attributes.of(mode, 0, 0, TIME);
  }

  public static Attributes xattrs(int mode, Map<String, byte[]> values) {
    TreeMap<String, ByteString> xattrs = new TreeMap<>();
    values.forEach((name, value) -> xattrs.put(name, ByteString.of(value)));
    return new Attributes(mode, 0, 0, TIME, xattrs);
  }

  public Entries dir(String path) {
    return dir(path, mode(0755));
  }

  public Entries dir(String path, Attributes attributes) {
    return item(new LayerEntry.Directory(path, attributes), "");
  }

  public Entries file(String path, String content) {
    return file(path, mode(0644), content);
  }

  public Entries file(String path, Attributes attributes, String content) {
    long size = content.getBytes(StandardCharsets.ISO_8859_1).length;
    return item(new LayerEntry.RegularFile(path, attributes, size), content);
  }

  public Entries link(String path, String target) {
    return item(new LayerEntry.Symlink(path, mode(0777), target), "");
  }

  public Entries hardLink(String path, String target) {
    return item(new LayerEntry.HardLink(path, target), "");
  }

  public Entries whiteout(String path) {
    return item(new LayerEntry.Whiteout(path), "");
  }

  public Entries opaque(String path) {
    return item(new LayerEntry.Opaque(path), "");
  }

  public Entries item(LayerEntry entry, String content) {
    items.add(new Item(entry, content));
    return this;
  }

  public List<Item> items() {
    return items;
  }

  /** The entries without their contents. */
  public List<LayerEntry> entries() {
    return items.stream().map(Item::entry).toList();
  }

  public Entries sorted() {
    Entries sorted = new Entries();
    sorted.items.addAll(items);
    sorted.items.sort(Comparator.comparing(Item::entry, LayerEntry.ORDER));
    return sorted;
  }

  @Override
  public void add(LayerEntry entry, InputStream content) throws IOException {
    items.add(new Item(entry, new String(content.readAllBytes(), StandardCharsets.ISO_8859_1)));
  }

  @Override
  public void writeTo(LayerSink sink) throws IOException {
    for (Item item : items) {
      sink.add(
          item.entry(),
          new ByteArrayInputStream(item.content().getBytes(StandardCharsets.ISO_8859_1)));
    }
  }

  public static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
