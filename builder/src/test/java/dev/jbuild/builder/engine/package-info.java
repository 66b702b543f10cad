/** Tests of whole builds. */
@NullMarked
package dev.jbuild.builder.engine;

import org.jspecify.annotations.NullMarked;
