/** Fuzzing: inputs made from the corpus by chance, and what must hold of every one of them. */
@NullMarked
package dev.jbuild.parser.fuzz;

import org.jspecify.annotations.NullMarked;
