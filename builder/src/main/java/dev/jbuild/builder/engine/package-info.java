/**
 * The way of a build from request to image: reads the Dockerfile, plans, solves, assembles, tags.
 * It stands above all other packages of the module, which know the records of {@code
 * dev.jbuild.builder} but not what runs them.
 */
@NullMarked
package dev.jbuild.builder.engine;

import org.jspecify.annotations.NullMarked;
