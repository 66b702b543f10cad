/** From statements to typed instructions, with all that can be wrong with one instruction. */
@NullMarked
package dev.jbuild.parser.instruction;

import org.jspecify.annotations.NullMarked;
