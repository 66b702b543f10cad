/** Maps what a step depends on to what it made, so that equal work is done once. */
@NullMarked
package dev.jbuild.cache.action;

import org.jspecify.annotations.NullMarked;
