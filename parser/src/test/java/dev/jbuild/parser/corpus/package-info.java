/**
 * Runs the corpus: one runner for each kind of file in it. The tests and {@code ./verify --corpus}
 * use the same runners.
 */
@NullMarked
package dev.jbuild.parser.corpus;

import org.jspecify.annotations.NullMarked;
