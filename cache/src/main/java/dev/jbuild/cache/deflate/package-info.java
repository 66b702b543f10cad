/** Compresses blocks of a layer in the format of RFC 1951 ("deflate"). */
@NullMarked
package dev.jbuild.cache.deflate;

import org.jspecify.annotations.NullMarked;
