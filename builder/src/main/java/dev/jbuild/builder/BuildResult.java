package dev.jbuild.builder;

import dev.jbuild.cache.image.StoredImage;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageConfig;
import java.util.List;
import java.util.Objects;

/**
 * The image that a build came to: its manifest in the local store, or the index of the images for
 * several platforms; those images in the order of the platforms; and how each step went, in the
 * order of the plan; and what became of the exports that were asked for.
 */
public record BuildResult(
    Descriptor image, List<StoredImage> images, List<StepReport> steps, List<Exported> exports) {
  public BuildResult {
    exports = List.copyOf(exports);
    images = List.copyOf(images);
    steps = List.copyOf(steps);
  }

  public BuildResult withExports(List<Exported> value) {
    return new BuildResult(image, images, steps, value);
  }

  /** Where the image is now: what is in the registry, if it was pushed. */
  public Descriptor latest() {
    return exports.stream()
        .map(Exported::pushed)
        .filter(Objects::nonNull)
        .findFirst()
        .map(pushed -> pushed.withAnnotations(image.annotations()))
        .orElse(image);
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
