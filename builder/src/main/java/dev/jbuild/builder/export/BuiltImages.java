package dev.jbuild.builder.export;

import dev.jbuild.builder.Annotation;
import dev.jbuild.builder.BuildException;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.DiffId;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.Platform;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a build came to, for exporters.
 *
 * @param tags the names that the build gives the image
 */
public record BuiltImages(
    List<ForPlatform> platforms, List<ImageReference> tags, Assembly assembly) {

  /**
   * The file system for one platform.
   *
   * @param layers base first
   * @param epoch the source date epoch, null for none
   */
  public record ForPlatform(Platform platform, List<DiffId> layers, @Nullable Instant epoch) {
    public ForPlatform {
      layers = List.copyOf(layers);
    }

    /** {@code linux_arm_v7}: the directory of a platform among several. */
    String directory() {
      return platform.toString().replace('/', '_');
    }
  }

  /** Puts the image into the store, with annotations beside those of the build. */
  @FunctionalInterface
  public interface Assembly {
    Descriptor store(List<Annotation> more)
        throws IOException, BuildException, InterruptedException;
  }

  public BuiltImages {
    platforms = List.copyOf(platforms);
    tags = List.copyOf(tags);
  }
}
