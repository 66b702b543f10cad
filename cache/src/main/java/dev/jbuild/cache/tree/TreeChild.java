package dev.jbuild.cache.tree;

/** An entry of a directory with its name. */
public record TreeChild(String name, TreeEntry entry) {}
