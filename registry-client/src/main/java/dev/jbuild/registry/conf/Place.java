package dev.jbuild.registry.conf;

import dev.jbuild.oci.ImageReference;

/**
 * Where an image can be had.
 *
 * @param reference its name there
 * @param insecure whether certificates are not checked there and plain http is spoken without one
 */
public record Place(ImageReference reference, boolean insecure) {}
