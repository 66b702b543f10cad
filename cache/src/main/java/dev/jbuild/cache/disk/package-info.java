/**
 * What all parts of a store stand on: locks among processes, temporary files that the next process
 * sweeps, files replaced as a whole, and the exceptions of this module.
 */
@NullMarked
package dev.jbuild.cache.disk;

import org.jspecify.annotations.NullMarked;
