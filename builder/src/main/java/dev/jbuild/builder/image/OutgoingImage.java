package dev.jbuild.builder.image;

import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.ImageIndex;
import dev.jbuild.oci.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What leaves the store under one name: a manifest, or those of all platforms with the index that
 * lists them. {@code shown} is the one for those who know no indexes.
 */
record OutgoingImage(
    List<Manifest> manifests,
    Manifest shown,
    @Nullable ImageIndex index,
    Map<String, String> annotations) {
  OutgoingImage {
    manifests = List.copyOf(manifests);
    annotations = Map.copyOf(annotations);
  }

  /** What the name stands for; {@code annotations} are those of its descriptor. */
  Descriptor descriptor() {
    Descriptor described = index == null ? shown.descriptor() : index.descriptor();
    return described.withAnnotations(annotations);
  }

  byte[] raw() {
    return index == null ? shown.raw() : index.raw();
  }

  /** All configs and layers; the same blob may be there more than once. */
  List<Descriptor> blobs() {
    List<Descriptor> blobs = new ArrayList<>();
    for (Manifest manifest : manifests) {
      blobs.addAll(manifest.layers());
      blobs.add(manifest.config());
    }
    return blobs;
  }
}
