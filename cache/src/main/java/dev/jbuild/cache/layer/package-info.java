/** Layers in all their forms: deterministic tar, compressed blob, directory; and foreign tars. */
@NullMarked
package dev.jbuild.cache.layer;

import org.jspecify.annotations.NullMarked;
