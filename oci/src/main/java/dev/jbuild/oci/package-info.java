/**
 * The values of the OCI image specification: digests, descriptors, manifests, configs and
 * references. A leaf: it does no input or output, and whatever was fetched keeps its raw bytes.
 */
@NullMarked
package dev.jbuild.oci;

import org.jspecify.annotations.NullMarked;
