package dev.jbuild.builder.image;

import dev.jbuild.builder.BuildException;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.registry.RegistryClient;
import dev.jbuild.registry.key.SigningKey;
import dev.jbuild.registry.sign.ImageSigner;
import java.util.List;

/** Signs what was pushed. */
public record ImageSigning(RegistryClient registry, SigningKey key) {

  /**
   * Signs an image of a registry, and all that it lists if it is an index.
   *
   * @return what is signed in the repository of that name
   * @throws BuildException when the registry does not take a signature; the image is there already
   */
  public List<Digest> sign(ImageReference repositoryOf, Digest image)
      throws BuildException, InterruptedException {
    ImageReference named = LocalNames.digestName(repositoryOf, image);
    return Attempt.to("sign " + named, () -> new ImageSigner(registry, key).sign(named));
  }
}
