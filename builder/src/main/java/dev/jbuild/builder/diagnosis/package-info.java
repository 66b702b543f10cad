/** Finds out, from the files that a step found, why it failed. */
@NullMarked
package dev.jbuild.builder.diagnosis;

import org.jspecify.annotations.NullMarked;
