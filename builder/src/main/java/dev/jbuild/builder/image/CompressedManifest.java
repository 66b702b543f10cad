package dev.jbuild.builder.image;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildException.Kind;
import dev.jbuild.cache.Store;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.DiffId;
import dev.jbuild.oci.Manifest;
import dev.jbuild.oci.MediaTypes;
import dev.jbuild.oci.layer.LayerDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The manifest under which an image leaves the store. One that came from a registry or an archive
 * leaves as it came, byte for byte. A local one lists its layers uncompressed; here every layer is
 * the compressed blob that it came in, or is compressed now, which gives the same bytes each time.
 */
final class CompressedManifest {
  private final Store store;
  private final LayerDisk disk;
  private final KnownOrigins origins;

  CompressedManifest(Store store, LayerDisk disk, KnownOrigins origins) {
    this.store = store;
    this.disk = disk;
    this.origins = origins;
  }

  Manifest of(ResolvedImage image) throws IOException, BuildException {
    Manifest manifest = image.manifest();
    boolean whole = manifest.layers().stream().allMatch(this::canLeaveAsItIs);
    return whole && !isMixed(manifest) ? manifest : compressed(image);
  }

  /** A build on a base of Docker's media types lists its layers so, in an OCI manifest. */
  private static boolean isMixed(Manifest manifest) {
    return manifest.mediaType().equals(MediaTypes.OCI_MANIFEST)
        && manifest.layers().stream().anyMatch(layer -> !ociType(layer).equals(layer.mediaType()));
  }

  /** As {@link #of}, with OCI media types only, as an OCI image layout wants them. */
  Manifest ofOci(ResolvedImage image) throws IOException, BuildException {
    Manifest manifest = of(image);
    return manifest.mediaType().equals(MediaTypes.OCI_MANIFEST)
        ? manifest
        : withLayers(image, manifest.layers().stream().map(CompressedManifest::oci).toList());
  }

  private boolean canLeaveAsItIs(Descriptor layer) {
    return !origins.of(layer.digest()).isEmpty()
        || (isCompressed(layer) && store.content().has(layer.digest()));
  }

  private static boolean isCompressed(Descriptor layer) {
    String type = layer.mediaType();
    return !type.equals(MediaTypes.OCI_LAYER) && !type.equals(MediaTypes.DOCKER_LAYER);
  }

  private Manifest compressed(ResolvedImage image) throws IOException, BuildException {
    List<Descriptor> layers = new ArrayList<>();
    for (DiffId layer : image.layers()) {
      layers.add(oci(compressed(layer, image)));
    }
    return withLayers(image, layers);
  }

  /** A base layer that was never needed here has not been fetched, but its descriptor is known. */
  private Descriptor compressed(DiffId layer, ResolvedImage image)
      throws IOException, BuildException {
    if (store.layers().available(layer)) {
      return store.layers().compressed(layer, disk);
    }
    Optional<KnownOrigins.Origin> origin = origins.of(layer).stream().findFirst();
    return origin
        .map(KnownOrigins.Origin::blob)
        .orElseThrow(
            () ->
                new BuildException(
                    Kind.ENVIRONMENT,
                    null,
                    "layer "
                        + layer
                        + " of "
                        + image.reference().familiar()
                        + " is not in the local store any more; build or load the image again"));
  }

  private static Manifest withLayers(ResolvedImage image, List<Descriptor> layers) {
    Descriptor config = image.manifest().config();
    return Manifest.of(
        Descriptor.of(MediaTypes.OCI_CONFIG, config.digest(), config.size()),
        layers,
        image.manifest().annotations());
  }

  private static Descriptor oci(Descriptor layer) {
    return Descriptor.of(ociType(layer), layer.digest(), layer.size());
  }

  private static String ociType(Descriptor layer) {
    return switch (layer.mediaType()) {
      case MediaTypes.DOCKER_LAYER -> MediaTypes.OCI_LAYER;
      case MediaTypes.DOCKER_LAYER_GZIP -> MediaTypes.OCI_LAYER_GZIP;
      default -> layer.mediaType();
    };
  }
}
