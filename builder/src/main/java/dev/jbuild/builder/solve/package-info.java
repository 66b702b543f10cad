/**
 * Runs the vertices of a plan: each once, independent ones side by side, and none that the action
 * cache has the result of.
 */
@NullMarked
package dev.jbuild.builder.solve;

import org.jspecify.annotations.NullMarked;
