/** Remembers the content of files that did not change, so that they need not be read again. */
@NullMarked
package dev.jbuild.cache.index;

import org.jspecify.annotations.NullMarked;
