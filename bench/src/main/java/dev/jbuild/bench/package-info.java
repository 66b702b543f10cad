/** Benchmarks: how fast the parser is, warm and in a fresh process. */
@NullMarked
package dev.jbuild.bench;

import org.jspecify.annotations.NullMarked;
