package dev.jbuild.cache.tree;

import dev.jbuild.oci.Digest;

/** A file system by its content: equal roots mean the same files, whoever made them and when. */
public record Tree(Digest root) {
  public static Tree parse(String text) {
    return new Tree(Digest.parse(text));
  }

  @Override
  public String toString() {
    return root.toString();
  }
}
