package dev.jbuild.builder.plan;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.ContextSource;
import dev.jbuild.builder.image.ResolvedImage;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.Platform;

/** Finds images by name, in the local store or a registry: manifest and config, no layers. */
public interface BaseImages {
  ResolvedImage resolve(ImageReference reference, Platform platform)
      throws BuildException, InterruptedException;

  /** Finds the image in a layout of this machine that the build calls {@code name}. */
  ResolvedImage resolve(ContextSource.OciLayout layout, ImageReference name, Platform platform)
      throws BuildException, InterruptedException;
}
