package dev.jbuild.builder.ops;

import dev.jbuild.builder.context.Content;
import dev.jbuild.builder.context.SourcePaths;
import dev.jbuild.cache.tree.SymbolicLinks;
import dev.jbuild.cache.tree.Tree;
import dev.jbuild.cache.tree.TreeEntry;
import dev.jbuild.cache.tree.TreeStore;
import dev.jbuild.oci.layer.Attributes;
import dev.jbuild.oci.layer.LayerEntry;
import dev.jbuild.oci.layer.LayerSink;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A tree and the changes that a layer is going to make to it. Changes are collected in any order
 * and written sorted. For one thread.
 */
final class Target {
  /** A new file; {@code link} is equal for the names of one inode, null for one with one name. */
  private record Change(LayerEntry entry, @Nullable Content content, @Nullable Object link) {}

  private final TreeStore trees;
  private final Tree base;
  private final Instant now;

  /** Nearly in the order in which they are written, if they are of one directory. */
  private final Map<String, Change> changes = new LinkedHashMap<>();

  /** Directories of the base in whose place something else was put. */
  private final Set<String> hidden = new HashSet<>();

  /**
   * @param now the time of everything that has none of its own
   */
  Target(TreeStore trees, Tree base, Instant now) {
    this.trees = trees;
    this.base = base;
    this.now = now;
  }

  Instant now() {
    return now;
  }

  /** What is at a path; links are not followed. */
  Optional<LayerEntry> find(String path) throws IOException {
    Change change = changes.get(path);
    if (change != null) {
      return Optional.of(change.entry());
    }
    return isHidden(path)
        ? Optional.empty()
        : trees.find(base, path).map(entry -> layerEntry(path, entry));
  }

  private boolean isHidden(String path) {
    if (hidden.isEmpty()) {
      return false;
    }
    for (String at = path; !at.isEmpty(); at = parent(at)) {
      if (hidden.contains(at)) {
        return true;
      }
    }
    return false;
  }

  private LayerEntry layerEntry(String path, TreeEntry entry) {
    Attributes attributes = entry.attributes().at(now);
    return switch (entry) {
      case TreeEntry.Directory directory -> new LayerEntry.Directory(path, attributes);
      case TreeEntry.RegularFile file -> new LayerEntry.RegularFile(path, attributes, file.size());
      case TreeEntry.Symlink link -> new LayerEntry.Symlink(path, attributes, link.target());
      case TreeEntry.Device device ->
          new LayerEntry.Device(path, attributes, device.block(), device.major(), device.minor());
      case TreeEntry.Fifo fifo -> new LayerEntry.Fifo(path, attributes);
    };
  }

  /** The clean path where {@code path} leads when all its links are followed. */
  String resolve(String path) throws IOException {
    SymbolicLinks links = this::linkTarget;
    return links.resolve(path);
  }

  /** The same with the directory {@code root}, which is resolved, as the root of all links. */
  String resolveBelow(String root, String path) throws IOException {
    SymbolicLinks links = at -> linkTarget(SourcePaths.child(root, at));
    return SourcePaths.child(root, links.resolve(path)).replaceFirst("/$", "");
  }

  private @Nullable String linkTarget(String path) throws IOException {
    return find(path).orElse(null) instanceof LayerEntry.Symlink link ? link.target() : null;
  }

  /** Makes what is missing of a resolved directory. */
  void makeDirectories(String path, Attributes attributes) throws IOException {
    if (path.isEmpty()) {
      return;
    }
    Optional<LayerEntry> there = find(path);
    if (there.isEmpty()) {
      makeDirectories(parent(path), attributes);
      put(new LayerEntry.Directory(path, attributes), null, null);
    } else if (!(there.get() instanceof LayerEntry.Directory)) {
      throw new CopyException("cannot make the directory /" + path + ": there is a file");
    }
  }

  /** Puts a file or the attributes of a directory in the place of what is there. */
  void put(LayerEntry entry, @Nullable Content content, @Nullable Object link) throws IOException {
    String path = entry.path();
    if (!(entry instanceof LayerEntry.Directory)) {
      if (find(path).orElse(null) instanceof LayerEntry.Directory) {
        String below = path + "/";
        changes.keySet().removeIf(changed -> changed.startsWith(below));
      }
      if (trees.find(base, path).orElse(null) instanceof TreeEntry.Directory) {
        hidden.add(path);
      }
    }
    changes.put(path, new Change(entry, content, link));
  }

  /** Finds a file of the base with its content. */
  @FunctionalInterface
  interface BaseFiles {
    StateFiles.Found find(TreeEntry.RegularFile file) throws IOException;
  }

  /** Gives the file at {@code target} another name; one of the base becomes part of the layer. */
  void link(String path, String target, BaseFiles files) throws IOException {
    Change change = changes.get(target);
    if (change == null) {
      change = ofBase(path, target, files);
    }
    Object link = change.link() == null ? new Object() : change.link();
    changes.put(target, new Change(change.entry(), change.content(), link));
    put(renamed(change.entry(), path), change.content(), link);
  }

  private Change ofBase(String path, String target, BaseFiles files) throws IOException {
    LayerEntry entry = find(target).orElse(null);
    if (entry == null) {
      throw new CopyException(
          "the hard link " + path + " leads to /" + target + ", which is not there");
    }
    if (trees.find(base, target).orElse(null) instanceof TreeEntry.RegularFile file) {
      StateFiles.Found found = files.find(file);
      Attributes attributes = file.attributes().at(found.attributes().mtime());
      return new Change(
          new LayerEntry.RegularFile(target, attributes, file.size()), found.content(), null);
    }
    return new Change(entry, null, null);
  }

  private static LayerEntry renamed(LayerEntry entry, String path) throws IOException {
    return switch (entry) {
      case LayerEntry.RegularFile file ->
          new LayerEntry.RegularFile(path, file.attributes(), file.size());
      case LayerEntry.Symlink link ->
          new LayerEntry.Symlink(path, link.attributes(), link.target());
      case LayerEntry.Device device ->
          new LayerEntry.Device(
              path, device.attributes(), device.block(), device.major(), device.minor());
      case LayerEntry.Fifo fifo -> new LayerEntry.Fifo(path, fifo.attributes());
      case LayerEntry.Directory directory ->
          throw new CopyException("the hard link " + path + " leads to a directory");
      case LayerEntry.HardLink link -> new LayerEntry.HardLink(path, link.target());
      case LayerEntry.Whiteout whiteout -> new LayerEntry.Whiteout(path);
      case LayerEntry.Opaque opaque -> new LayerEntry.Opaque(path);
    };
  }

  /**
   * Writes all changes in order. The directories on the way to each are written, too, since a layer
   * on its own has to know their attributes. This target is of no use afterwards.
   */
  void writeTo(LayerSink sink) throws IOException {
    List<String> sorted = new ArrayList<>(changes.keySet());
    for (String path : List.copyOf(sorted)) {
      // What is there has its own directories, or gets them in its own turn.
      for (String at = parent(path); !at.isEmpty() && !changes.containsKey(at); at = parent(at)) {
        LayerEntry directory = find(at).orElseThrow();
        changes.put(at, new Change(directory, null, null));
        sorted.add(at);
      }
    }
    sorted.sort(LayerEntry::comparePaths);
    Map<Object, String> firstNames = new HashMap<>();
    for (String path : sorted) {
      write(Objects.requireNonNull(changes.remove(path)), firstNames, sink);
    }
  }

  private void write(Change change, Map<Object, String> firstNames, LayerSink sink)
      throws IOException {
    LayerEntry entry = change.entry();
    Object link = change.link();
    String first = link == null ? null : firstNames.putIfAbsent(link, entry.path());
    if (first != null) {
      sink.add(new LayerEntry.HardLink(entry.path(), first), InputStream.nullInputStream());
      return;
    }
    Content content = change.content();
    try (InputStream in = content == null ? InputStream.nullInputStream() : content.open()) {
      sink.add(entry, in);
    }
    if (entry instanceof LayerEntry.Directory && hidden.contains(entry.path())) {
      sink.add(new LayerEntry.Opaque(entry.path()), InputStream.nullInputStream());
    }
  }

  /** The directory of a path, "" for the root. */
  static String parent(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }
}
