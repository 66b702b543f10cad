/** Keeps what the steps of builds write, and when they did what, and gives it back. */
@NullMarked
package dev.jbuild.builder.history;

import org.jspecify.annotations.NullMarked;
