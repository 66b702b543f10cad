/** Runs the build cases of testdata/corpus/build, whose results come from docker's builder. */
@NullMarked
package dev.jbuild.builder.corpus;

import org.jspecify.annotations.NullMarked;
