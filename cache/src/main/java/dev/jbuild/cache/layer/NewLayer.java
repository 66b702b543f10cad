package dev.jbuild.cache.layer;

import dev.jbuild.cache.tree.Tree;
import dev.jbuild.oci.DiffId;

/**
 * A layer that was just written.
 *
 * @param size the length of its uncompressed tar in bytes
 * @param tree the base with the layer applied
 * @param empty whether it has no entry at all
 */
public record NewLayer(DiffId diffId, long size, Tree tree, boolean empty) {}
