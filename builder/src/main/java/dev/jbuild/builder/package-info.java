/**
 * The build engine's public face: a {@link dev.jbuild.builder.Builder} turns a {@link
 * dev.jbuild.builder.BuildRequest} into an image of the local store and tells a {@link
 * dev.jbuild.builder.BuildListener} what happens.
 */
@NullMarked
package dev.jbuild.builder;

import org.jspecify.annotations.NullMarked;
