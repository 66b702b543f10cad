package dev.jbuild.cache.collect;

import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.ImageReference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Adds up an inventory by what needs things. */
final class UsageReport {
  private final Inventory inventory;
  private final Map<Descriptor, List<String>> named = new LinkedHashMap<>();
  private final Supplier<Claims> claims;

  UsageReport(
      Inventory inventory,
      Map<ImageReference, Descriptor> tags,
      Predicate<ImageReference> isNone,
      Supplier<Claims> claims) {
    this.inventory = inventory;
    this.claims = claims;
    tags.forEach(
        (name, image) -> {
          if (!isNone.test(name)) {
            named.computeIfAbsent(image, key -> new ArrayList<>()).add(name.familiar());
          }
        });
  }

  /**
   * @param cache bytes of cache and cache mounts together
   */
  Usage usage(long cache) throws IOException {
    List<Usage.Mount> mounts =
        inventory.mounts().stream()
            .map(
                mount -> new Usage.Mount(mount.directory().getFileName().toString(), mount.bytes()))
            .toList();
    long ofMounts = mounts.stream().mapToLong(Usage.Mount::bytes).sum();
    Claims all = claims.get();
    long ofImages = 0;
    for (Descriptor image : named.keySet()) {
      ofImages += all.image(image);
    }
    return new Usage(
        images(ofImages),
        ofImages,
        cache - ofMounts,
        inventory.actions().size(),
        mounts,
        everything() - ofImages - (cache - ofMounts),
        new TreeMap<>(inventory.others()));
  }

  /** The bytes of all that has an owner: blobs, layers and records. */
  private long everything() {
    return inventory.blobs().values().stream().mapToLong(Inventory.Blob::bytes).sum()
        + inventory.layers().values().stream().mapToLong(Inventory.Layer::bytes).sum()
        + inventory.actions().stream().mapToLong(Inventory.Action::bytes).sum();
  }

  /** What an image has alone is what all need less what all others need. */
  private List<Usage.Image> images(long ofAll) throws IOException {
    List<Usage.Image> images = new ArrayList<>();
    for (Map.Entry<Descriptor, List<String>> image : named.entrySet()) {
      Claims others = claims.get();
      long ofOthers = 0;
      for (Descriptor other : named.keySet()) {
        ofOthers += other.equals(image.getKey()) ? 0 : others.image(other);
      }
      long unique = ofAll - ofOthers;
      long whole = claims.get().image(image.getKey());
      images.add(new Usage.Image(String.join(", ", image.getValue()), unique, whole - unique));
    }
    return images;
  }
}
