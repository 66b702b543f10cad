/**
 * What the ops of a plan do: RUN through the native helper, COPY, ADD and WORKDIR as layers that
 * are written without starting anything.
 */
@NullMarked
package dev.jbuild.builder.ops;

import org.jspecify.annotations.NullMarked;
