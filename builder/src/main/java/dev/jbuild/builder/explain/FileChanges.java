package dev.jbuild.builder.explain;

import dev.jbuild.cache.tree.Tree;
import dev.jbuild.cache.tree.TreeAttributes;
import dev.jbuild.cache.tree.TreeChild;
import dev.jbuild.cache.tree.TreeEntry;
import dev.jbuild.cache.tree.TreeStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The files in which two trees differ, by path. Directories that are equal are not looked into; of
 * a directory that is new or gone all files are told, and the directory itself only if it is empty.
 */
final class FileChanges {
  private final TreeStore trees;
  private final List<Cause> changes = new ArrayList<>();

  private FileChanges(TreeStore trees) {
    this.trees = trees;
  }

  /** Fails with LostContentException when a tree is not whole any more. */
  static List<Cause> between(TreeStore trees, Tree before, Tree after) throws IOException {
    FileChanges changes = new FileChanges(trees);
    changes.directories("", trees.list(before, ""), trees.list(after, ""));
    return changes.changes;
  }

  private void directories(String path, List<TreeChild> before, List<TreeChild> after)
      throws IOException {
    Map<String, TreeEntry> was = byName(before);
    Map<String, TreeEntry> is = byName(after);
    TreeSet<String> names = new TreeSet<>(was.keySet());
    names.addAll(is.keySet());
    for (String name : names) {
      String child = path.isEmpty() ? name : path + "/" + name;
      TreeEntry old = was.get(name);
      TreeEntry young = is.get(name);
      if (old == null && young != null) {
        all(Cause.Change.ADDED, child, young);
      } else if (young == null && old != null) {
        all(Cause.Change.REMOVED, child, old);
      } else if (old != null && young != null && !old.equals(young)) {
        entries(child, old, young);
      }
    }
  }

  private static Map<String, TreeEntry> byName(List<TreeChild> children) {
    Map<String, TreeEntry> entries = new HashMap<>();
    children.forEach(child -> entries.put(child.name(), child.entry()));
    return entries;
  }

  private void entries(String path, TreeEntry before, TreeEntry after) throws IOException {
    if (before instanceof TreeEntry.Directory old && after instanceof TreeEntry.Directory young) {
      if (!old.attributes().equals(young.attributes())) {
        changed(path + "/", before, after);
      }
      if (!old.children().equals(young.children())) {
        directories(path, trees.list(old), trees.list(young));
      }
    } else if (before instanceof TreeEntry.Directory || after instanceof TreeEntry.Directory) {
      all(Cause.Change.REMOVED, path, before);
      all(Cause.Change.ADDED, path, after);
    } else {
      changed(path, before, after);
    }
  }

  private void changed(String path, TreeEntry before, TreeEntry after) {
    changes.add(new Cause.File(Cause.Change.CHANGED, path, detail(before, after)));
  }

  private static String detail(TreeEntry before, TreeEntry after) {
    TreeAttributes was = before.attributes();
    TreeAttributes is = after.attributes();
    List<String> details = new ArrayList<>();
    if (!before.getClass().equals(after.getClass())) {
      details.add(kind(before) + " -> " + kind(after));
    } else if (was.mode() != is.mode()) {
      details.add("mode " + mode(was) + " -> " + mode(is));
    }
    if (was.uid() != is.uid() || was.gid() != is.gid()) {
      details.add("owner " + was.uid() + ":" + was.gid() + " -> " + is.uid() + ":" + is.gid());
    }
    if (before instanceof TreeEntry.Symlink old && after instanceof TreeEntry.Symlink young) {
      details.add("link " + old.target() + " -> " + young.target());
    }
    return String.join(", ", details);
  }

  private static String kind(TreeEntry entry) {
    return switch (entry) {
      case TreeEntry.Directory directory -> "directory";
      case TreeEntry.RegularFile file -> "file";
      case TreeEntry.Symlink link -> "link";
      case TreeEntry.Device device -> "device";
      case TreeEntry.Fifo fifo -> "pipe";
    };
  }

  private static String mode(TreeAttributes attributes) {
    return "0" + Integer.toOctalString(attributes.mode());
  }

  private void all(Cause.Change change, String path, TreeEntry entry) throws IOException {
    if (entry instanceof TreeEntry.Directory directory) {
      List<TreeChild> children = trees.list(directory);
      for (TreeChild child : children) {
        all(change, path + "/" + child.name(), child.entry());
      }
      if (children.isEmpty()) {
        changes.add(new Cause.File(change, path + "/", ""));
      }
    } else {
      changes.add(new Cause.File(change, path, ""));
    }
  }
}
