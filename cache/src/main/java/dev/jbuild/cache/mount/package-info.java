/** Directories of {@code RUN --mount=type=cache}, which live from build to build. */
@NullMarked
package dev.jbuild.cache.mount;

import org.jspecify.annotations.NullMarked;
