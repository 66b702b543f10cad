/**
 * Exporters: what is made of a built image beside an image in the local store. Files, tars,
 * archives and pushes, as {@code docker buildx build --output} has them.
 */
@NullMarked
package dev.jbuild.builder.export;

import org.jspecify.annotations.NullMarked;
