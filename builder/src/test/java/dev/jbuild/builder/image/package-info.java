/** Tests against real registries and other tools. */
@NullMarked
package dev.jbuild.builder.image;

import org.jspecify.annotations.NullMarked;
