package dev.jbuild.builder.image;

import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageReference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The names that were taken from an image, and its ID if it is gone with them. */
public record RemovedImage(List<ImageReference> untagged, @Nullable Digest deleted) {
  public RemovedImage {
    untagged = List.copyOf(untagged);
  }
}
