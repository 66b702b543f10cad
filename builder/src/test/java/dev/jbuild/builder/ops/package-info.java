/** Tests of what the ops do. */
@NullMarked
package dev.jbuild.builder.ops;

import org.jspecify.annotations.NullMarked;
