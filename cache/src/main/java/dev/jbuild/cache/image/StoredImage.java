package dev.jbuild.cache.image;

import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.ImageConfig;
import dev.jbuild.oci.Manifest;

/** An image of one platform; {@code descriptor} is that of the manifest. */
public record StoredImage(Descriptor descriptor, Manifest manifest, ImageConfig config) {}
