/**
 * Caches that stores share: the records of steps and their layers as an OCI artifact, in a registry
 * or an image layout. Nothing here ever fails a build that does not ask for it.
 */
@NullMarked
package dev.jbuild.builder.share;

import org.jspecify.annotations.NullMarked;
