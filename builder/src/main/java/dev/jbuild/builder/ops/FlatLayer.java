package dev.jbuild.builder.ops;

import dev.jbuild.builder.context.SourceEntry;
import dev.jbuild.builder.context.SourcePaths;
import dev.jbuild.builder.context.SourceView;
import dev.jbuild.builder.context.Spool;
import dev.jbuild.cache.Store;
import dev.jbuild.cache.layer.TarReader;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.layer.Attributes;
import dev.jbuild.oci.layer.LayerEntry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads files of a state that is one layer, straight from its tar. */
final class FlatLayer {
  private FlatLayer() {}

  /**
   * What the state has at the paths and below; empty when its layer has to be unpacked for that.
   */
  static Optional<SpooledTree> read(
      Store store, State state, SourceView view, List<String> paths, Spool spool)
      throws IOException {
    Digest tar = state.diffIds().size() == 1 ? state.diffIds().getFirst().digest() : null;
    if (tar == null || !store.content().has(tar)) {
      return Optional.empty();
    }
    Set<String> tops = Set.copyOf(paths);
    SpooledTree tree = new SpooledTree(spool);
    try (InputStream in = store.content().open(tar)) {
      TarReader.ofLayer(in)
          .writeTo(
              (entry, content) -> {
                boolean hides =
                    entry instanceof LayerEntry.Whiteout || entry instanceof LayerEntry.Opaque;
                if (!hides && isBelow(entry.path(), tops)) {
                  tree.add(entry, content);
                }
              });
    } catch (NoSuchFileException e) {
      return Optional.empty(); // another name of a file whose first name was not asked for
    }
    if (tops.contains("") && tree.find("").isEmpty()) {
      Attributes root = view.find("").orElseThrow().attributes();
      tree.add(new LayerEntry.Directory("", root), InputStream.nullInputStream());
    }
    for (String path : paths) {
      if (!holdsAll(tree, view, path)) {
        return Optional.empty();
      }
    }
    return Optional.of(tree);
  }

  private static boolean isBelow(String path, Set<String> tops) {
    for (String at = path; !at.isEmpty(); at = Target.parent(at)) {
      if (tops.contains(at)) {
        return true;
      }
    }
    return tops.contains("");
  }

  /** Foreign tars may lack directories, or say things twice. */
  private static boolean holdsAll(SpooledTree tree, SourceView view, String path)
      throws IOException {
    SourceEntry wanted = view.find(path).orElseThrow();
    SourceEntry have = tree.find(path).orElse(null);
    if (have == null || !have.getClass().equals(wanted.getClass())) {
      return false;
    }
    if (wanted instanceof SourceEntry.Directory) {
      List<String> names = view.names(path);
      if (!Set.copyOf(names).equals(Set.copyOf(tree.names(path)))) {
        return false;
      }
      for (String name : names) {
        if (!holdsAll(tree, view, SourcePaths.child(path, name))) {
          return false;
        }
      }
    }
    return true;
  }
}
