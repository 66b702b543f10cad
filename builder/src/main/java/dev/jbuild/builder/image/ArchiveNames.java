package dev.jbuild.builder.image;

import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.OciFormatException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How the index of an archive names images: by two annotations, which tools fill differently. */
final class ArchiveNames {
  static final String REF_NAME = "org.opencontainers.image.ref.name";
  static final String CONTAINERD_NAME = "io.containerd.image.name";

  private ArchiveNames() {}

  /** The annotations of an image's descriptor in the index, as docker writes them. */
  static Map<String, String> annotations(Descriptor image, ImageReference name) {
    Map<String, String> annotations = new LinkedHashMap<>(image.annotations());
    annotations.put(CONTAINERD_NAME, name.toString());
    annotations.put(REF_NAME, String.valueOf(name.tag()));
    return annotations;
  }

  /**
   * The full name of an image. The specification's own annotation is a name with podman and skopeo,
   * and only a tag with docker; a tag alone names nothing.
   */
  static Optional<ImageReference> of(Descriptor image) {
    String name = image.annotations().get(CONTAINERD_NAME);
    if (name == null) {
      name = image.annotations().get(REF_NAME);
      if (name == null || (name.indexOf('/') < 0 && name.indexOf(':') < 0)) {
        return Optional.empty();
      }
    }
    return parse(name);
  }

  /** Text that is no name of an image is free for an annotation, so it is no error. */
  static Optional<ImageReference> parse(@Nullable String name) {
    if (name == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(ImageReference.parse(name)).filter(it -> it.digest() == null);
    } catch (OciFormatException e) {
      return Optional.empty();
    }
  }
}
