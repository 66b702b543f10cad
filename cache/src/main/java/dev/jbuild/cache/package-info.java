/** The store of one user: content, trees, layers, action records, tags and their locks. */
@NullMarked
package dev.jbuild.cache;

import org.jspecify.annotations.NullMarked;
