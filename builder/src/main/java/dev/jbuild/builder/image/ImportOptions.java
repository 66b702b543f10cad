package dev.jbuild.builder.image;

import dev.jbuild.oci.ContainerConfig;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.Platform;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an imported file system becomes: its tags, what a container of it starts with, the platform
 * that its programs are for, and a line for the history (null for where it came from).
 */
public record ImportOptions(
    List<ImageReference> tags,
    ContainerConfig config,
    Platform platform,
    @Nullable String message) {

  public ImportOptions {
    tags = List.copyOf(tags);
    for (ImageReference tag : tags) {
      if (tag.digest() != null) {
        throw new IllegalArgumentException("a tag is a name without a digest: " + tag.familiar());
      }
    }
  }

  /** Without any configuration, for this machine. */
  public static ImportOptions of(List<ImageReference> tags) {
    return new ImportOptions(tags, ContainerConfig.EMPTY, Platform.host(), null);
  }

  public ImportOptions withConfig(ContainerConfig value) {
    return new ImportOptions(tags, value, platform, message);
  }

  public ImportOptions withPlatform(Platform value) {
    return new ImportOptions(tags, config, value, message);
  }

  public ImportOptions withMessage(@Nullable String value) {
    return new ImportOptions(tags, config, platform, value);
  }
}
