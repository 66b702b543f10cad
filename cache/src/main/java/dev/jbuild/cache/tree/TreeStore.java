package dev.jbuild.cache.tree;

import dev.jbuild.cache.content.ContentStore;
import dev.jbuild.cache.disk.LostContentException;
import dev.jbuild.oci.Digest;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Trees and their nodes, which are blobs. Nodes read once are kept in memory up to a bound. All
 * methods fail with {@link LostContentException} when a node is missing or damaged; {@code
 * LayerStore.rebuildTree} then makes the nodes of a state again. Paths are those of {@link
 * dev.jbuild.oci.layer.LayerEntry}; {@code ""} is the root. Safe for threads.
 */
public final class TreeStore {
  private static final int MAX_CACHED_ENTRIES = 50_000;

  static final Digest EMPTY_DIRECTORY =
      Digest.sha256(NodeWriter.directory(Collections.emptySortedMap()));

  private final ContentStore content;
  private final Map<Digest, SortedMap<String, TreeEntry>> cache =
      new LinkedHashMap<>(64, 0.75f, true);
  private int cachedEntries;

  // Look-ups come in long rows in one tree.
  private volatile @Nullable Root lastRoot;

  private record Root(Tree tree, TreeEntry.Directory entry) {}

  public TreeStore(ContentStore content) {
    this.content = content;
  }

  /** The tree of {@code FROM scratch}: an empty directory with mode 0755, owned by 0:0. */
  public Tree empty() throws IOException {
    Digest children = writeNode(Collections.emptySortedMap());
    return writeRoot(new TreeEntry.Directory(TreeAttributes.IMPLIED_DIRECTORY, children));
  }

  /** Begins the application of one layer to {@code base}, which itself never changes. */
  public TreeEdit edit(Tree base) throws IOException {
    return new TreeEdit(this, root(base), false);
  }

  /**
   * The same for entries in {@link dev.jbuild.oci.layer.LayerEntry#ORDER}, of which no more is kept
   * in memory than the directories that the last one is in. Without whiteouts and opaque
   * directories another order gives the same tree, with more reading and writing.
   */
  public TreeEdit editInOrder(Tree base) throws IOException {
    return new TreeEdit(this, root(base), true);
  }

  /** The entry at {@code path}. No link is followed, so a path through a link has none. */
  public Optional<TreeEntry> find(Tree tree, String path) throws IOException {
    TreeEntry entry = root(tree);
    for (String name : names(path)) {
      if (!(entry instanceof TreeEntry.Directory directory)) {
        return Optional.empty();
      }
      TreeEntry child = node(directory.children()).get(name);
      if (child == null) {
        return Optional.empty();
      }
      entry = child;
    }
    return Optional.of(entry);
  }

  /** Where {@code path} leads inside the tree when every link on it, also the last, is followed. */
  public String resolve(Tree tree, String path) throws IOException {
    SymbolicLinks links =
        at -> find(tree, at).orElse(null) instanceof TreeEntry.Symlink link ? link.target() : null;
    return links.resolve(path);
  }

  /**
   * The entries of the directory at {@code path}, sorted by the bytes of their names.
   *
   * @throws NoSuchFileException when there is no directory
   */
  public List<TreeChild> list(Tree tree, String path) throws IOException {
    if (find(tree, path).orElse(null) instanceof TreeEntry.Directory directory) {
      return list(directory);
    }
    throw new NoSuchFileException("/" + path, null, "no such directory in the tree");
  }

  /** The entries of a directory, sorted by the bytes of their names. */
  public List<TreeChild> list(TreeEntry.Directory directory) throws IOException {
    return node(directory.children()).entrySet().stream()
        .map(entry -> new TreeChild(entry.getKey(), entry.getValue()))
        .toList();
  }

  /**
   * The identity of what is at {@code path}, its own attributes and all below included, but not its
   * name.
   *
   * @throws NoSuchFileException when there is nothing
   */
  public Digest digestOf(Tree tree, String path) throws IOException {
    TreeEntry entry =
        find(tree, path)
            .orElseThrow(() -> new NoSuchFileException("/" + path, null, "not in the tree"));
    return digestOf(entry);
  }

  /** The identity of an entry, without its name. */
  public Digest digestOf(TreeEntry entry) {
    return Digest.sha256(NodeWriter.identity(entry));
  }

  /** Whether every node of the tree can be read. Reads all of them. */
  public boolean isWhole(Tree tree) throws IOException {
    try {
      Set<Digest> seen = new HashSet<>();
      Deque<Digest> open = new ArrayDeque<>(List.of(root(tree).children()));
      while (!open.isEmpty()) {
        Digest next = open.removeLast();
        if (seen.add(next)) {
          for (TreeEntry child : node(next).values()) {
            if (child instanceof TreeEntry.Directory directory) {
              open.addLast(directory.children());
            }
          }
        }
      }
      return true;
    } catch (LostContentException e) {
      return false;
    }
  }

  /**
   * Tells every node of a tree, its root first. What is below a node that {@code visitor} refuses,
   * or that cannot be read, is left out.
   */
  public void visit(Tree tree, Predicate<Digest> visitor) throws IOException {
    if (!visitor.test(tree.root())) {
      return;
    }
    try {
      Deque<Digest> open = new ArrayDeque<>(List.of(root(tree).children()));
      while (!open.isEmpty()) {
        Digest next = open.removeLast();
        if (visitor.test(next)) {
          openChildren(next, open);
        }
      }
    } catch (LostContentException e) {
      return; // no root, nothing below it
    }
  }

  private void openChildren(Digest directory, Deque<Digest> open) throws IOException {
    try {
      for (TreeEntry child : node(directory).values()) {
        if (child instanceof TreeEntry.Directory below) {
          open.addLast(below.children());
        }
      }
    } catch (LostContentException e) {
      return; // not whole any more: what it led to is not known
    }
  }

  TreeEntry.Directory root(Tree tree) throws IOException {
    Root last = lastRoot;
    if (last != null && last.tree().equals(tree)) {
      return last.entry();
    }
    byte[] bytes = content.read(tree.root());
    try {
      TreeEntry.Directory entry = NodeReader.root(bytes);
      lastRoot = new Root(tree, entry);
      return entry;
    } catch (IllegalArgumentException e) {
      throw new LostContentException("blob " + tree + " is no root of a tree", e);
    }
  }

  SortedMap<String, TreeEntry> node(Digest digest) throws IOException {
    synchronized (cache) {
      SortedMap<String, TreeEntry> known = cache.get(digest);
      if (known != null) {
        return known;
      }
    }
    byte[] bytes = content.read(digest);
    try {
      SortedMap<String, TreeEntry> node =
          Collections.unmodifiableSortedMap(NodeReader.directory(bytes));
      remember(digest, node);
      return node;
    } catch (IllegalArgumentException e) {
      throw new LostContentException("blob " + digest + " is no node of a tree", e);
    }
  }

  /** Writes even what the cache knows: its file may be gone, and this is how it comes back. */
  Digest writeNode(SortedMap<String, TreeEntry> entries) throws IOException {
    Digest digest = content.putRenewable(NodeWriter.directory(entries));
    remember(digest, Collections.unmodifiableSortedMap(entries));
    return digest;
  }

  Tree writeRoot(TreeEntry.Directory entry) throws IOException {
    return new Tree(content.putRenewable(NodeWriter.root(entry)));
  }

  private void remember(Digest digest, SortedMap<String, TreeEntry> node) {
    synchronized (cache) {
      if (cache.put(digest, node) == null) {
        cachedEntries += node.size() + 1;
      }
      var eldest = cache.entrySet().iterator();
      while (cachedEntries > MAX_CACHED_ENTRIES && cache.size() > 1) {
        cachedEntries -= eldest.next().getValue().size() + 1;
        eldest.remove();
      }
    }
  }

  static List<String> names(String path) {
    return path.isEmpty() ? List.of() : List.of(path.split("/", -1));
  }
}
