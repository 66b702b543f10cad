/**
 * From instructions back to text: a printer for a parsed file, and the formatter that keeps
 * comments and the way the commands are laid out.
 */
@NullMarked
package dev.jbuild.parser.print;

import org.jspecify.annotations.NullMarked;
