package dev.jbuild.builder.image;

import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.DiffId;
import dev.jbuild.oci.ImageConfig;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.Manifest;
import java.util.List;

/**
 * An image of one platform whose manifest and config are in the local store; its layers need not
 * be. {@code reference} is the name it was asked for by, {@code descriptor} that of the manifest.
 */
public record ResolvedImage(
    ImageReference reference, Descriptor descriptor, Manifest manifest, ImageConfig config) {

  /** The layers, base first. */
  public List<DiffId> layers() {
    return config.diffIds();
  }
}
