package dev.jbuild.builder.image;

import dev.jbuild.cache.Store;
import dev.jbuild.cache.image.StoredImage;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.MediaTypes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gathers the names of the local store by the images that they stand for. */
final class NamedImages {
  private final StoredImage image;
  private final List<ImageReference> tags = new ArrayList<>();
  private final List<ImageReference> digests = new ArrayList<>();

  private NamedImages(StoredImage image) {
    this.image = image;
  }

  /** All images that can be opened, the youngest first. */
  static List<LocalImage> all(Store store) throws IOException {
    Map<Digest, NamedImages> byId = new LinkedHashMap<>();
    Map<Digest, NamedImages> byManifest = new HashMap<>();
    for (Map.Entry<ImageReference, Descriptor> name : tagsFirst(store)) {
      Descriptor named = name.getValue();
      if (MediaTypes.isIndex(named.mediaType()) && name.getKey().digest() != null) {
        for (Digest manifest : LocalNames.manifestsOf(store, named)) {
          Optional.ofNullable(byManifest.get(manifest)).ifPresent(it -> it.add(name.getKey()));
        }
        continue;
      }
      Optional<StoredImage> found = store.images().open(named);
      if (found.isPresent()) {
        Digest id = found.get().manifest().config().digest();
        NamedImages image = byId.computeIfAbsent(id, fresh -> new NamedImages(found.get()));
        image.add(name.getKey());
        byManifest.put(found.get().descriptor().digest(), image);
      }
    }
    return byId.values().stream()
        .map(NamedImages::gathered)
        .sorted(
            Comparator.comparing(
                LocalImage::created, Comparator.nullsLast(Comparator.reverseOrder())))
        .toList();
  }

  /**
   * The manifest that a tag stands for represents the image, not one that was pushed of it; and the
   * manifests of an index are known before the index.
   */
  private static List<Map.Entry<ImageReference, Descriptor>> tagsFirst(Store store)
      throws IOException {
    List<Map.Entry<ImageReference, Descriptor>> names =
        new ArrayList<>(store.tags().all().entrySet());
    names.sort(
        Comparator.comparing(
            name ->
                (name.getKey().digest() == null ? 0 : 1)
                    + (MediaTypes.isIndex(name.getValue().mediaType()) ? 2 : 0)));
    return names;
  }

  private void add(ImageReference name) {
    (name.digest() == null ? tags : digests).add(name);
  }

  private LocalImage gathered() {
    return new LocalImage(image.descriptor(), image.manifest(), image.config(), tags, digests);
  }
}
