package dev.jbuild.builder.image;

import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageReference;
import java.util.List;

/** An image that came into the store, its ID as docker has it, and the tags that it got. */
public record LoadedImage(Descriptor descriptor, Digest id, List<ImageReference> tags) {
  public LoadedImage {
    tags = List.copyOf(tags);
  }
}
