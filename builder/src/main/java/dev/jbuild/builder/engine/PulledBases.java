package dev.jbuild.builder.engine;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.ContextSource;
import dev.jbuild.builder.image.ImagePull;
import dev.jbuild.builder.image.LayoutImage;
import dev.jbuild.builder.image.PullPolicy;
import dev.jbuild.builder.image.ResolvedImage;
import dev.jbuild.builder.plan.BaseImages;
import dev.jbuild.cache.Store;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.Platform;

/** Images of the local store, of registries and of layouts. */
record PulledBases(Store store, ImagePull images, PullPolicy policy) implements BaseImages {

  @Override
  public ResolvedImage resolve(ImageReference reference, Platform platform)
      throws BuildException, InterruptedException {
    return images.resolve(reference, platform, policy);
  }

  @Override
  public ResolvedImage resolve(
      ContextSource.OciLayout layout, ImageReference name, Platform platform)
      throws BuildException, InterruptedException {
    return new LayoutImage(store, layout, name).resolve(platform);
  }
}
