/** Tests of build contexts. */
@NullMarked
package dev.jbuild.builder.context;

import org.jspecify.annotations.NullMarked;
