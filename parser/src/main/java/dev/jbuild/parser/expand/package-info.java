/**
 * Expansion of variables, quotes and escapes in words, as the builder does it for its own
 * instructions (the shell of a RUN does its own).
 */
@NullMarked
package dev.jbuild.parser.expand;

import org.jspecify.annotations.NullMarked;
