/** The secrets that a build was given; they are read when something asks for them. */
@NullMarked
package dev.jbuild.builder.secret;

import org.jspecify.annotations.NullMarked;
