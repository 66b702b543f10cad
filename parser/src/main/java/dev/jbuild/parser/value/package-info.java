/**
 * Values of instructions that can be checked by themselves: ports, signals, image names, platforms,
 * modes, checksums. What is wrong is told in the reference's words.
 */
@NullMarked
package dev.jbuild.parser.value;

import org.jspecify.annotations.NullMarked;
