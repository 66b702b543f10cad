/** Statements about images (in-toto), which are kept beside them and sent after them. */
@NullMarked
package dev.jbuild.builder.attest;

import org.jspecify.annotations.NullMarked;
