/**
 * The ANTLR grammar of the Dockerfile language and the lexer and parser generated from it. The
 * generated code makes no promise about null.
 */
@NullUnmarked
package dev.jbuild.grammar;

import org.jspecify.annotations.NullUnmarked;
