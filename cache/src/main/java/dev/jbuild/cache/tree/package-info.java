/**
 * The content identity of a file system: one Merkle node a directory, in which times are no part.
 */
@NullMarked
package dev.jbuild.cache.tree;

import org.jspecify.annotations.NullMarked;
