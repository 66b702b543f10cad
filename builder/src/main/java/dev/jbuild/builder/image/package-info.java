/**
 * Images as whole things: moved between the local store, registries and archive files, and looked
 * at and named in the local store.
 */
@NullMarked
package dev.jbuild.builder.image;

import org.jspecify.annotations.NullMarked;
