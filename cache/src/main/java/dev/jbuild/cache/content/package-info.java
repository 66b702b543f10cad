/** Maps digests to bytes: blobs that appear whole or not at all and are verified when read. */
@NullMarked
package dev.jbuild.cache.content;

import org.jspecify.annotations.NullMarked;
