/** The goals of the Maven plugin: they read parameters, run the builder in Maven's JVM and log. */
@NullMarked
package dev.jbuild.maven;

import org.jspecify.annotations.NullMarked;
