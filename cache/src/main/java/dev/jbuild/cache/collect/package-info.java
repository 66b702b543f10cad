/** What a store holds, by what needs it, and the removal of what nothing needs any more. */
@NullMarked
package dev.jbuild.cache.collect;

import org.jspecify.annotations.NullMarked;
