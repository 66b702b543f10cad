package dev.jbuild.builder.image;

import dev.jbuild.cache.Store;
import dev.jbuild.cache.image.StoredImage;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.MediaTypes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gathers the names of the local store by the images that they stand for. */
final class NamedImages {
  private final Store store;
  private final Map<Digest, Gathered> byId = new LinkedHashMap<>();
  private final Map<Digest, Gathered> byManifest = new HashMap<>();

  private record Gathered(
      StoredImage image, List<ImageReference> tags, List<ImageReference> digests) {
    Gathered(StoredImage image) {
      this(image, new ArrayList<>(), new ArrayList<>());
    }

    void add(ImageReference name) {
      (name.digest() == null ? tags : digests).add(name);
    }

    LocalImage local() {
      return new LocalImage(image.descriptor(), image.manifest(), image.config(), tags, digests);
    }
  }

  private NamedImages(Store store) {
    this.store = store;
  }

  /**
   * All images that can be opened, the youngest first. The manifest that a tag stands for
   * represents the image, not one that was pushed of it.
   */
  static List<LocalImage> all(Store store) throws IOException {
    Map<ImageReference, Descriptor> indexes = new LinkedHashMap<>();
    Map<ImageReference, Descriptor> digests = new LinkedHashMap<>();
    NamedImages images = new NamedImages(store);
    for (Map.Entry<ImageReference, Descriptor> name : store.tags().all().entrySet()) {
      if (name.getKey().digest() == null) {
        images.add(name.getKey(), name.getValue());
      } else if (MediaTypes.isIndex(name.getValue().mediaType())
          && !LocalNames.isUnnamed(name.getKey())) {
        indexes.put(name.getKey(), name.getValue());
      } else {
        digests.put(name.getKey(), name.getValue());
      }
    }
    for (Map.Entry<ImageReference, Descriptor> name : digests.entrySet()) {
      images.add(name.getKey(), name.getValue());
    }
    for (Map.Entry<ImageReference, Descriptor> name : indexes.entrySet()) {
      images.addIndex(name.getKey(), name.getValue());
    }
    return youngestFirst(images.byId.values());
  }

  private void add(ImageReference name, Descriptor descriptor) throws IOException {
    Optional<StoredImage> host = store.images().open(descriptor);
    Optional<StoredImage> found = host.isPresent() ? host : LocalNames.anyOf(store, descriptor);
    if (found.isPresent()) {
      StoredImage image = found.get();
      Gathered gathered =
          byId.computeIfAbsent(image.manifest().config().digest(), id -> new Gathered(image));
      gathered.add(name);
      byManifest.put(image.descriptor().digest(), gathered);
    }
  }

  /** A name of an index is one of every image of it that is here. */
  private void addIndex(ImageReference name, Descriptor index) throws IOException {
    for (Digest manifest : LocalNames.manifestsOf(store, index)) {
      Gathered image = byManifest.get(manifest);
      if (image != null) {
        image.add(name);
      }
    }
  }

  private static List<LocalImage> youngestFirst(Collection<Gathered> images) {
    return images.stream()
        .map(Gathered::local)
        .sorted(
            Comparator.comparing(
                LocalImage::created, Comparator.nullsLast(Comparator.reverseOrder())))
        .toList();
  }
}
