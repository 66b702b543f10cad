/** Images of the store by name and by descriptor. */
@NullMarked
package dev.jbuild.cache.image;

import org.jspecify.annotations.NullMarked;
