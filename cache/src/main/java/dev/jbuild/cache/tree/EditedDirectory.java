package dev.jbuild.cache.tree;

import dev.jbuild.oci.Digest;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A directory while a layer is applied. Its node is read when the first name is asked for, and
 * written only if something changed.
 */
final class EditedDirectory {
  private TreeAttributes attributes;

  /** Whether this layer has an entry for the directory itself. */
  private boolean stated;

  private final TreeStore store;
  private final @Nullable Digest base;
  private @Nullable SortedMap<String, TreeEntry> loaded;

  /** Directories that were entered; they stand for the entry of the same name. */
  private final Map<String, EditedDirectory> entered = new HashMap<>();

  /** Names that this layer has an entry for, or something below of. */
  private final Set<String> added = new HashSet<>();

  EditedDirectory(TreeStore store, TreeEntry.Directory entry) {
    this.store = store;
    this.attributes = entry.attributes();
    this.base = entry.children();
  }

  /** A new, empty directory. */
  private EditedDirectory(TreeStore store, TreeAttributes attributes) {
    this.store = store;
    this.attributes = attributes;
    this.base = null;
    this.loaded = NodeReader.byName();
  }

  private SortedMap<String, TreeEntry> entries() throws IOException {
    if (loaded == null) {
      loaded = NodeReader.byName();
      if (base != null) {
        loaded.putAll(store.node(base));
      }
    }
    return loaded;
  }

  /** The entry as it is now; that of a directory has the node from before the edit. */
  @Nullable TreeEntry get(String name) throws IOException {
    return entries().get(name);
  }

  void put(String name, TreeEntry entry) throws IOException {
    entries().put(name, entry);
    entered.remove(name);
    added.add(name);
  }

  /** Takes the layer's entry for this directory itself. */
  void state(TreeAttributes newAttributes) {
    attributes = newAttributes;
    stated = true;
  }

  /**
   * The directory called {@code name} with a change of it to come. One that is there keeps what it
   * has; anything else makes place for an empty one.
   */
  EditedDirectory enter(String name) throws IOException {
    EditedDirectory directory = child(name);
    if (directory == null) {
      directory = new EditedDirectory(store, TreeAttributes.IMPLIED_DIRECTORY);
      entered.put(name, directory);
      entries().put(name, new TreeEntry.Directory(directory.attributes, TreeStore.EMPTY_DIRECTORY));
    }
    added.add(name);
    return directory;
  }

  /** The directory called {@code name}, if there is one. */
  @Nullable EditedDirectory child(String name) throws IOException {
    EditedDirectory known = entered.get(name);
    if (known == null && entries().get(name) instanceof TreeEntry.Directory directory) {
      known = new EditedDirectory(store, directory);
      entered.put(name, known);
    }
    return known;
  }

  /** Hides what the layers below have under {@code name}; what this layer has there stays. */
  void hide(String name) throws IOException {
    if (!added.contains(name)) {
      entries().remove(name);
      entered.remove(name);
      return;
    }
    EditedDirectory directory = entered.get(name);
    if (directory != null) {
      directory.hideWholly();
    }
  }

  private void hideWholly() throws IOException {
    if (!stated) {
      attributes = TreeAttributes.IMPLIED_DIRECTORY;
    }
    hideBase();
  }

  /** Hides what the layers below have in here. */
  void hideBase() throws IOException {
    for (Iterator<String> names = entries().keySet().iterator(); names.hasNext(); ) {
      String name = names.next();
      if (!added.contains(name)) {
        names.remove();
        entered.remove(name);
      }
    }
    for (EditedDirectory directory : entered.values()) {
      directory.hideWholly();
    }
  }

  /**
   * Writes the directory called {@code name}, of which nothing more is to come, and forgets what is
   * in it; it can be entered again, but then all of it counts as there before.
   */
  void close(String name) throws IOException {
    EditedDirectory directory = entered.get(name);
    if (directory != null) {
      entries().put(name, directory.write());
      entered.remove(name);
    }
  }

  TreeEntry.Directory write() throws IOException {
    if (loaded == null && base != null) {
      return new TreeEntry.Directory(attributes, base);
    }
    for (Map.Entry<String, EditedDirectory> child : entered.entrySet()) {
      entries().put(child.getKey(), child.getValue().write());
    }
    return new TreeEntry.Directory(attributes, store.writeNode(entries()));
  }
}
