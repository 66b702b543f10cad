package dev.jbuild.builder;

import dev.jbuild.cache.image.StoredImage;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageConfig;
import java.util.List;

/**
 * The image that a build came to: its manifest in the local store, or the index of the images for
 * several platforms; those images in the order of the platforms; and how each step went, in the
 * order of the plan.
 */
public record BuildResult(Descriptor image, List<StoredImage> images, List<StepReport> steps) {
  public BuildResult {
    images = List.copyOf(images);
    steps = List.copyOf(steps);
  }

  /** The config of the image, of the first if there are several. */
  public ImageConfig config() {
    return images.getFirst().config();
  }

  /** What docker calls the image ID: the digest of the config, or of the index. */
  public Digest id() {
    return images.size() == 1 ? images.getFirst().manifest().config().digest() : image.digest();
  }
}
