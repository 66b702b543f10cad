package dev.jbuild.builder.ops;

import dev.jbuild.cache.Store;
import dev.jbuild.cache.tree.Tree;
import dev.jbuild.cache.tree.TreeEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The shells that people like to have, as far as a file system has them. */
final class Shells {
  private static final List<String> WANTED =
      List.of("/bin/bash", "/usr/bin/bash", "/bin/sh", "/usr/bin/sh", "/bin/ash", "/busybox/sh");

  private Shells() {}

  /** Their paths, the best first. */
  static List<String> of(Store store, Tree tree) throws IOException {
    List<String> found = new ArrayList<>();
    for (String path : WANTED) {
      String resolved = store.trees().resolve(tree, path);
      if (store.trees().find(tree, resolved).orElse(null) instanceof TreeEntry.RegularFile file
          && (file.mode() & 0111) != 0) {
        found.add(path);
      }
    }
    return found;
  }
}
