package dev.jbuild.builder.engine;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildException.Kind;
import dev.jbuild.builder.ContextSource;
import dev.jbuild.builder.image.ImagePull;
import dev.jbuild.builder.image.PullPolicy;
import dev.jbuild.builder.image.ResolvedImage;
import dev.jbuild.builder.plan.BaseImages;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.Platform;

/** Images of the local store, of registries and of layouts. */
record PulledBases(ImagePull images, PullPolicy policy) implements BaseImages {

  @Override
  public ResolvedImage resolve(ImageReference reference, Platform platform)
      throws BuildException, InterruptedException {
    return images.resolve(reference, platform, policy);
  }

  @Override
  public ResolvedImage resolve(ContextSource.OciLayout layout, Platform platform)
      throws BuildException {
    throw new BuildException(
        Kind.USER, null, "an OCI layout as a context is not supported yet: " + layout.directory());
  }
}
