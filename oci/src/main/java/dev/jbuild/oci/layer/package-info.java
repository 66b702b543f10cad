/**
 * What a layer is made of, and the two edges over which layers move: sinks and the privileged disk.
 */
@NullMarked
package dev.jbuild.oci.layer;

import org.jspecify.annotations.NullMarked;
