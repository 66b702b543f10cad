/** Signatures of images in registries, as cosign makes and reads them. */
@NullMarked
package dev.jbuild.registry.sign;

import org.jspecify.annotations.NullMarked;
