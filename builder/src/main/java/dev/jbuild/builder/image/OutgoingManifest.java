package dev.jbuild.builder.image;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.OutgoingForm.Types;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.Manifest;
import dev.jbuild.oci.MediaTypes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The manifest under which an image leaves the store. One that came from a registry or an archive
 * leaves as it came, byte for byte, unless another form is asked for. A local one lists its layers
 * uncompressed; here they are the blobs of {@link OutgoingLayers}, which are the same each time.
 */
final class OutgoingManifest {
  private final OutgoingLayers layers;
  private final Types types;

  OutgoingManifest(OutgoingLayers layers, Types types) {
    this.layers = layers;
    this.types = types;
  }

  Manifest of(ResolvedImage image) throws IOException, BuildException {
    Manifest manifest = image.manifest();
    List<Descriptor> outgoing = new ArrayList<>();
    for (int i = 0; i < manifest.layers().size(); i++) {
      outgoing.add(layers.of(image.layers().get(i), manifest.layers().get(i), image.reference()));
    }
    return outgoing.equals(manifest.layers()) && hasTypes(manifest)
        ? manifest
        : manifest(manifest, outgoing);
  }

  private boolean hasTypes(Manifest manifest) {
    boolean docker = manifest.mediaType().equals(MediaTypes.DOCKER_MANIFEST);
    return switch (types) {
      case AS_THEY_CAME -> docker || !isMixed(manifest);
      case OCI -> !docker && !isMixed(manifest);
      case DOCKER -> docker;
    };
  }

  /** A build on a base of Docker's media types lists its layers so, in an OCI manifest. */
  private static boolean isMixed(Manifest manifest) {
    return manifest.layers().stream().anyMatch(layer -> !oci(layer).equals(layer.mediaType()));
  }

  private Manifest manifest(Manifest from, List<Descriptor> outgoing) throws BuildException {
    Descriptor config = from.config();
    if (types == Types.DOCKER) {
      List<Descriptor> docker = new ArrayList<>();
      for (Descriptor layer : outgoing) {
        docker.add(typed(docker(layer), layer));
      }
      return Manifest.ofDocker(typed(MediaTypes.DOCKER_CONFIG, config), docker);
    }
    return Manifest.of(
        typed(MediaTypes.OCI_CONFIG, config),
        outgoing.stream().map(layer -> typed(oci(layer), layer)).toList(),
        from.annotations());
  }

  private static Descriptor typed(String mediaType, Descriptor blob) {
    return Descriptor.of(mediaType, blob.digest(), blob.size());
  }

  private static String oci(Descriptor layer) {
    return switch (layer.mediaType()) {
      case MediaTypes.DOCKER_LAYER -> MediaTypes.OCI_LAYER;
      case MediaTypes.DOCKER_LAYER_GZIP -> MediaTypes.OCI_LAYER_GZIP;
      default -> layer.mediaType();
    };
  }

  private static String docker(Descriptor layer) throws BuildException {
    return switch (layer.mediaType()) {
      case MediaTypes.OCI_LAYER -> MediaTypes.DOCKER_LAYER;
      case MediaTypes.OCI_LAYER_GZIP -> MediaTypes.DOCKER_LAYER_GZIP;
      case MediaTypes.DOCKER_LAYER, MediaTypes.DOCKER_LAYER_GZIP -> layer.mediaType();
      default ->
          throw Attempt.wrong(
              "Docker's media types have none for a layer of type "
                  + layer.mediaType()
                  + ", as the base image has one; ask for force-compression=true as well");
    };
  }
}
