/** Shells in the steps of builds. */
@NullMarked
package dev.jbuild.cli.debug;

import org.jspecify.annotations.NullMarked;
