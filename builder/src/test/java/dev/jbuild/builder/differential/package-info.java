/**
 * Differential tests: random Dockerfiles and contexts, each built by jbuild and by docker's
 * BuildKit, and compared by what {@code docker save} and {@code jbuild save} write. Run by {@code
 * scripts/differential.sh}, not by every build: they need a docker daemon.
 */
@NullMarked
package dev.jbuild.builder.differential;

import org.jspecify.annotations.NullMarked;
