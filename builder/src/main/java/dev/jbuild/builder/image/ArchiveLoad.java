package dev.jbuild.builder.image;

import dev.jbuild.cache.Store;
import dev.jbuild.cache.content.BlobWriter;
import dev.jbuild.cache.layer.Compression;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.DiffId;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageConfig;
import dev.jbuild.oci.ImageIndex;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.Manifest;
import dev.jbuild.oci.MediaTypes;
import dev.jbuild.oci.Platform;
import dev.jbuild.oci.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Brings the images of an archive into the store. Nothing in it is believed: blobs are checked
 * against their digests, layers against the diffIDs of their config.
 */
final class ArchiveLoad {
  private static final String INDEX = "index.json";
  private static final String DOCKER_MANIFEST = "manifest.json";

  private final Store store;
  private final ArchiveFiles files;
  private final @Nullable Platform platform;
  private final Map<Descriptor, Found> images = new LinkedHashMap<>();

  private record Found(Manifest manifest, Set<ImageReference> names) {}

  /**
   * @param platform the only one to load of an image index, null for all that are there
   */
  ArchiveLoad(Store store, ArchiveFiles files, @Nullable Platform platform) {
    this.store = store;
    this.files = files;
    this.platform = platform;
  }

  List<LoadedImage> load() throws IOException {
    if (files.find(INDEX).isPresent()) {
      loadLayout();
    } else if (files.find(DOCKER_MANIFEST).isPresent()) {
      loadDocker();
    } else {
      throw new ArchiveException(
          "it has neither index.json nor manifest.json, so it is no image archive or was cut off;"
              + " a root file system becomes an image with: jbuild import");
    }
    if (images.isEmpty()) {
      throw new ArchiveException("it holds no image");
    }
    List<LoadedImage> loaded = new ArrayList<>();
    for (Map.Entry<Descriptor, Found> image : images.entrySet()) {
      loaded.add(named(image.getKey(), image.getValue()));
    }
    return loaded;
  }

  private LoadedImage named(Descriptor descriptor, Found image) throws IOException {
    for (ImageReference name : image.names()) {
      store.tags().tag(name, descriptor);
    }
    if (image.names().isEmpty()) {
      store.tags().tag(LocalNames.unnamed(descriptor.digest()), descriptor);
    }
    return new LoadedImage(
        descriptor, image.manifest().config().digest(), List.copyOf(image.names()));
  }

  private void loadLayout() throws IOException {
    for (Descriptor listed : ImageIndex.parse(files.get(INDEX).document()).manifests()) {
      List<ImageReference> names = ArchiveNames.of(listed).stream().toList();
      Descriptor descriptor = listed;
      while (MediaTypes.isIndex(descriptor.mediaType())) {
        ImageIndex index = ImageIndex.parse(files.blob(descriptor.digest()).document());
        List<Descriptor> here = here(index);
        if (platform == null && here.size() > 1) {
          break;
        }
        descriptor = here.size() == 1 ? here.getFirst() : selected(index);
      }
      if (MediaTypes.isIndex(descriptor.mediaType())) {
        loadIndex(descriptor, names);
      } else {
        loadImage(descriptor, names);
      }
    }
  }

  private void loadImage(Descriptor descriptor, List<ImageReference> names) throws IOException {
    if (!MediaTypes.isManifest(descriptor.mediaType())) {
      throw new ArchiveException(
          "its index lists something of type " + descriptor.mediaType() + ", not an image");
    }
    Manifest manifest = Manifest.parse(files.blob(descriptor.digest()).document());
    loadParts(manifest, files.blob(manifest.config().digest()), layers(manifest));
    remember(manifest.descriptor(), manifest, names);
  }

  /** All images of an index; what it lists beside them, such as attestations, is kept as it is. */
  private void loadIndex(Descriptor descriptor, List<ImageReference> names) throws IOException {
    byte[] raw = files.blob(descriptor.digest()).document();
    ImageIndex index = ImageIndex.parse(raw);
    Map<Digest, Manifest> loaded = new LinkedHashMap<>();
    for (Descriptor listed : index.manifests()) {
      if (isHere(listed)) {
        Manifest manifest = Manifest.parse(files.blob(listed.digest()).document());
        if (isImage(listed)) {
          loadParts(manifest, files.blob(manifest.config().digest()), layers(manifest));
          loaded.put(listed.digest(), manifest);
        } else {
          keep(manifest);
        }
      }
    }
    store.content().put(raw);
    Manifest shown =
        index
            .select(Platform.host())
            .map(host -> loaded.get(host.digest()))
            .orElse(loaded.values().iterator().next());
    remember(index.descriptor(), shown, names);
  }

  private void keep(Manifest manifest) throws IOException {
    List<Descriptor> blobs = new ArrayList<>(manifest.layers());
    blobs.add(manifest.config());
    for (Descriptor blob : blobs) {
      try (InputStream in = files.blob(blob.digest()).open();
          BlobWriter out = store.content().write()) {
        in.transferTo(out);
        out.commit(blob.digest(), blob.size());
      }
    }
    store.content().put(manifest.raw());
  }

  /** Docker saves an index as it was pulled, with the images of one platform only. */
  private List<Descriptor> here(ImageIndex index) throws IOException {
    List<Descriptor> here = new ArrayList<>();
    for (Descriptor listed : index.manifests()) {
      if (isImage(listed) && isHere(listed)) {
        here.add(listed);
      }
    }
    return here;
  }

  private boolean isHere(Descriptor listed) throws IOException {
    return files
        .find("blobs/" + listed.digest().algorithm() + "/" + listed.digest().hex())
        .isPresent();
  }

  /** Buildx lists attestations as images for a platform that there is not. */
  private static boolean isImage(Descriptor listed) {
    Platform platform = listed.platform();
    return MediaTypes.isIndex(listed.mediaType())
        || (MediaTypes.isManifest(listed.mediaType())
            && (platform == null || !platform.os().equals("unknown")));
  }

  /** The image for the platform that is wanted. */
  private Descriptor selected(ImageIndex offered) throws IOException {
    Platform wanted = platform == null ? Platform.host() : platform;
    return offered.select(wanted).orElseThrow(() -> notFor(wanted, offered));
  }

  private static ArchiveException notFor(Platform wanted, ImageIndex offered) {
    String platforms =
        offered.manifests().stream()
            .map(Descriptor::platform)
            .filter(Objects::nonNull)
            .map(Platform::toString)
            .collect(Collectors.joining(", "));
    return new ArchiveException("it has no image for " + wanted + "; it has " + platforms);
  }

  private List<ArchiveFile> layers(Manifest manifest) throws IOException {
    List<ArchiveFile> layers = new ArrayList<>();
    for (Descriptor layer : manifest.layers()) {
      layers.add(files.blob(layer.digest()));
    }
    return layers;
  }

  /**
   * Docker's own description lists files: {@code [{"Config", "RepoTags", "Layers"}]}.
   *
   * @see <a href="https://github.com/moby/docker-image-spec/blob/v1.3.1/spec.md">Combined Image
   *     JSON + Filesystem Changeset Format</a>
   */
  private void loadDocker() throws IOException {
    for (Object entry : list(Json.parse(files.get(DOCKER_MANIFEST).document()))) {
      if (!(entry instanceof Map<?, ?> image)) {
        throw new ArchiveException("its manifest.json is no list of images");
      }
      ArchiveFile config = files.get(String.valueOf(image.get("Config")));
      List<ArchiveFile> layers = new ArrayList<>();
      List<Descriptor> descriptors = new ArrayList<>();
      for (Object name : list(image.get("Layers"))) {
        ArchiveFile layer = files.get(String.valueOf(name));
        layers.add(layer);
        descriptors.add(layer.as(layerType(layer)));
      }
      Manifest manifest = Manifest.of(config.as(MediaTypes.OCI_CONFIG), descriptors);
      loadParts(manifest, config, layers);
      remember(
          manifest.descriptor(),
          manifest,
          list(image.get("RepoTags")).stream()
              .flatMap(tag -> ArchiveNames.parse(String.valueOf(tag)).stream())
              .toList());
    }
  }

  private static List<?> list(@Nullable Object json) throws ArchiveException {
    return switch (json) {
      case null -> List.of();
      case List<?> list -> list;
      default -> throw new ArchiveException("its manifest.json has something else than a list");
    };
  }

  private static String layerType(ArchiveFile layer) throws IOException {
    try (InputStream in = layer.open()) {
      return switch (Compression.of(in.readNBytes(6))) {
        case NONE -> MediaTypes.OCI_LAYER;
        case GZIP -> MediaTypes.OCI_LAYER_GZIP;
        case ZSTD -> MediaTypes.OCI_LAYER_ZSTD;
        case BZIP2, XZ ->
            throw new ArchiveException(
                layer.name() + " is compressed in a way that images do not know");
      };
    }
  }

  private void loadParts(Manifest manifest, ArchiveFile configFile, List<ArchiveFile> layers)
      throws IOException {
    byte[] rawConfig = configFile.document();
    ImageConfig config = ImageConfig.parse(rawConfig);
    if (config.diffIds().size() != layers.size()) {
      throw new ArchiveException(
          "an image has " + layers.size() + " layers, and its config " + config.diffIds().size());
    }
    for (int i = 0; i < layers.size(); i++) {
      loadLayer(layers.get(i), manifest.layers().get(i), config.diffIds().get(i));
    }
    store.content().put(rawConfig);
    store.content().put(manifest.raw());
  }

  private void loadLayer(ArchiveFile file, Descriptor layer, DiffId announced) throws IOException {
    if (store.layers().available(announced) && store.content().has(layer.digest())) {
      return;
    }
    try (InputStream in = file.open()) {
      DiffId found = store.layers().ingest(in, layer);
      if (!found.equals(announced)) {
        throw new ArchiveException(
            "its layer " + file.name() + " unpacks to " + found + ", not " + announced);
      }
    }
  }

  private void remember(Descriptor image, Manifest manifest, List<ImageReference> names) {
    images
        .computeIfAbsent(image, unknown -> new Found(manifest, new LinkedHashSet<>()))
        .names()
        .addAll(names);
  }
}
