/** What people write in options and parameters, as every front end reads it. */
@NullMarked
package dev.jbuild.builder.words;

import org.jspecify.annotations.NullMarked;
