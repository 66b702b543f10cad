/** Writes the code that picocli would else find out from annotations at every start. */
@NullMarked
package dev.jbuild.options;

import org.jspecify.annotations.NullMarked;
