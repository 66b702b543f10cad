/**
 * The cache oracle: random projects, random edits, and after each a build with a used store, a
 * build with an empty one, and a model of docker's rules that knows neither. All must agree, and
 * the steps that ran must be those whose inputs the used store had never seen.
 */
@NullMarked
package dev.jbuild.builder.oracle;

import org.jspecify.annotations.NullMarked;
