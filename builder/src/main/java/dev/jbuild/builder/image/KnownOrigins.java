package dev.jbuild.builder.image;

import dev.jbuild.cache.Store;
import dev.jbuild.cache.image.StoredImage;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.DiffId;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.MediaTypes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which repositories are known to have which blobs, by the digest names of the local store. */
final class KnownOrigins {

  /** A blob and a repository that has it. */
  record Origin(ImageReference repository, Descriptor blob) {}

  private final Map<DiffId, List<Origin>> layers = new HashMap<>();
  private final Map<Digest, List<Origin>> blobs = new HashMap<>();

  private KnownOrigins() {}

  static KnownOrigins of(Store store) throws IOException {
    KnownOrigins origins = new KnownOrigins();
    for (Map.Entry<ImageReference, Descriptor> name : store.tags().all().entrySet()) {
      if (name.getKey().digest() != null && MediaTypes.isManifest(name.getValue().mediaType())) {
        Optional<StoredImage> image = store.images().open(name.getValue());
        if (image.isPresent() && !LocalNames.isUnnamed(name.getKey())) {
          origins.add(name.getKey(), image.get());
        }
      }
    }
    return origins;
  }

  private void add(ImageReference repository, StoredImage image) {
    List<DiffId> diffIds = image.config().diffIds();
    List<Descriptor> descriptors = image.manifest().layers();
    put(blobs, image.manifest().config().digest(), repository, image.manifest().config());
    for (int i = 0; i < descriptors.size(); i++) {
      put(blobs, descriptors.get(i).digest(), repository, descriptors.get(i));
      if (i < diffIds.size()) {
        put(layers, diffIds.get(i), repository, descriptors.get(i));
      }
    }
  }

  private static <K> void put(
      Map<K, List<Origin>> origins, K key, ImageReference repository, Descriptor blob) {
    origins.computeIfAbsent(key, unknown -> new ArrayList<>()).add(new Origin(repository, blob));
  }

  /** Where a layer can be had, in whatever compression. */
  List<Origin> of(DiffId layer) {
    return layers.getOrDefault(layer, List.of());
  }

  /** Where exactly these bytes can be had. */
  List<Origin> of(Digest blob) {
    return blobs.getOrDefault(blob, List.of());
  }

  /** A repository of the registry, other than the target, that has the blob. */
  Optional<String> mountable(ImageReference target, Digest blob) {
    return of(blob).stream()
        .map(Origin::repository)
        .filter(from -> from.registry().equals(target.registry()))
        .map(ImageReference::repository)
        .filter(from -> !from.equals(target.repository()))
        .findFirst();
  }
}
