package dev.jbuild.builder.image;

import dev.jbuild.cache.Store;
import dev.jbuild.cache.layer.LayerForm;
import dev.jbuild.cache.layer.LayerWriter;
import dev.jbuild.cache.layer.NewLayer;
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
import dev.jbuild.registry.RegistryClient;
import dev.jbuild.registry.TransferListener;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** An image whose layers hold one file each; as a registry has it, layers are gzip. */
final class TestImage {
  static final Instant DAY = Instant.parse("2026-01-02T03:04:05Z");

  private final byte[] config;
  private final List<byte[]> tars;
  private final List<byte[]> blobs;

  TestImage(byte[] config, List<byte[]> tars, List<byte[]> blobs) {
    this.config = config;
    this.tars = tars;
    this.blobs = blobs;
  }

  byte[] config() {
    return config;
  }

  /** The layers uncompressed. */
  List<byte[]> tars() {
    return tars;
  }

  /** The layers as a registry has them. */
  List<byte[]> blobs() {
    return blobs;
  }

  /** An image with one layer for each text, for the platform. */
  static TestImage of(Platform platform, String... texts) {
    List<byte[]> tars = new ArrayList<>();
    List<byte[]> blobs = new ArrayList<>();
    for (int i = 0; i < texts.length; i++) {
      byte[] tar = tar("file" + i, texts[i].getBytes(StandardCharsets.UTF_8));
      tars.add(tar);
      blobs.add(gzip(tar));
    }
    return new TestImage(config(platform, tars).toJson(), tars, blobs);
  }

  static TestImage of(String... texts) {
    return of(Platform.host(), texts);
  }

  /** One layer of that many bytes that do not compress. */
  static TestImage ofSize(int size) {
    byte[] noise = new byte[size];
    new Random(size).nextBytes(noise);
    byte[] tar = tar("noise", noise);
    return ofTars(List.of(tar));
  }

  static TestImage ofTars(List<byte[]> tars) {
    return new TestImage(
        config(Platform.host(), tars).toJson(), tars, tars.stream().map(TestImage::gzip).toList());
  }

  private static ImageConfig config(Platform platform, List<byte[]> tars) {
    List<DiffId> diffIds =
        tars.stream().map(tar -> new DiffId(Descriptor.of("", tar).digest())).toList();
    return ImageConfig.empty(platform)
        .withCreated(DAY)
        .withConfig(ContainerConfig.EMPTY.withCmd(List.of("/bin/sh")))
        .withLayers(
            diffIds,
            diffIds.stream()
                .map(id -> new HistoryEntry(DAY, "COPY " + id, null, null, false))
                .toList());
  }

  static byte[] tar(String name, byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      TarArchiveEntry entry = new TarArchiveEntry(name);
      entry.setSize(content.length);
      entry.setModTime(DAY.toEpochMilli());
      tar.putArchiveEntry(entry);
      tar.write(content);
      tar.closeArchiveEntry();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return bytes.toByteArray();
  }

  static byte[] gzip(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return bytes.toByteArray();
  }

  Manifest manifest() {
    return Manifest.of(
        Descriptor.of(MediaTypes.OCI_CONFIG, config),
        blobs.stream().map(blob -> Descriptor.of(MediaTypes.OCI_LAYER_GZIP, blob)).toList());
  }

  List<DiffId> diffIds() {
    return ImageConfig.parse(config).diffIds();
  }

  Descriptor push(RegistryClient client, ImageReference to) throws IOException {
    Manifest manifest = manifest();
    client.pushBlob(
        to, manifest.config(), () -> new ByteArrayInputStream(config), TransferListener.NONE);
    for (byte[] blob : blobs) {
      client.pushBlob(
          to,
          Descriptor.of(MediaTypes.OCI_LAYER_GZIP, blob),
          () -> new ByteArrayInputStream(blob),
          TransferListener.NONE);
    }
    return client
        .pushManifest(to, manifest.mediaType(), manifest.raw())
        .withPlatform(ImageConfig.parse(config).platform());
  }

  /** Makes an image in the store as a build does: its layers are there uncompressed. */
  static Descriptor build(Store store, ImageReference tag, String... texts) throws IOException {
    return build(store, tag, Platform.host(), texts);
  }

  static Descriptor build(Store store, ImageReference tag, Platform platform, String... texts)
      throws IOException {
    List<Descriptor> layers = new ArrayList<>();
    List<DiffId> diffIds = new ArrayList<>();
    for (int i = 0; i < texts.length; i++) {
      byte[] content = texts[i].getBytes(StandardCharsets.UTF_8);
      try (LayerWriter writer = store.layers().create(store.trees().empty(), LayerForm.TAR)) {
        writer.add(
            new LayerEntry.RegularFile("built" + i, Attributes.of(0644, 0, 0, DAY), content.length),
            new ByteArrayInputStream(content));
        NewLayer layer = writer.finish();
        diffIds.add(layer.diffId());
        layers.add(Descriptor.of(MediaTypes.OCI_LAYER, layer.diffId().digest(), layer.size()));
      }
    }
    return store(store, tag, config(platform, List.of()), diffIds, layers);
  }

  /** Makes an image in the store that has one layer more than its base. */
  static Descriptor buildOn(Store store, ResolvedImage base, ImageReference tag, String text)
      throws IOException {
    Descriptor top = build(store, tag, text);
    Manifest topManifest = Manifest.parse(store.content().read(top.digest()));
    List<Descriptor> layers = new ArrayList<>(base.manifest().layers());
    layers.addAll(topManifest.layers());
    List<DiffId> diffIds = new ArrayList<>(base.layers());
    topManifest.layers().forEach(layer -> diffIds.add(new DiffId(layer.digest())));
    return store(store, tag, base.config(), diffIds, layers);
  }

  /** Makes an image of layers that are there, as a build does. */
  static Descriptor store(
      Store store,
      ImageReference tag,
      ImageConfig base,
      List<DiffId> diffIds,
      List<Descriptor> layers)
      throws IOException {
    List<HistoryEntry> history =
        diffIds.stream().map(id -> new HistoryEntry(DAY, "COPY " + id, null, null, false)).toList();
    byte[] config = base.withLayers(diffIds, history).toJson();
    store.content().put(config);
    Manifest manifest = Manifest.of(Descriptor.of(MediaTypes.OCI_CONFIG, config), layers);
    store.content().put(manifest.raw());
    store.tags().tag(tag, manifest.descriptor());
    return manifest.descriptor();
  }
}
