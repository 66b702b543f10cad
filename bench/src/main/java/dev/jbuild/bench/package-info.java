/** Benchmarks: how fast the parser and the native helper are. */
@NullMarked
package dev.jbuild.bench;

import org.jspecify.annotations.NullMarked;
