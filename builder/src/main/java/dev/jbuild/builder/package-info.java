/**
 * The words of a build: what it is asked for, what it tells while it runs, and what it gives.
 * {@code dev.jbuild.builder.engine.Builder} builds.
 */
@NullMarked
package dev.jbuild.builder;

import org.jspecify.annotations.NullMarked;
