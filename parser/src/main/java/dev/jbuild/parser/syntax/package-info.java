/**
 * From text to statements: joined lines, tokens and the parse tree of the grammar, reduced to
 * keyword, flags and arguments. Nothing here knows what an instruction means.
 */
@NullMarked
package dev.jbuild.parser.syntax;

import org.jspecify.annotations.NullMarked;
