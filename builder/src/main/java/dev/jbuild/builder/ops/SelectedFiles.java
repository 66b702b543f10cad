package dev.jbuild.builder.ops;

import dev.jbuild.builder.context.SourceEntry;
import dev.jbuild.builder.context.SourcePaths;
import dev.jbuild.builder.context.SourceView;
import dev.jbuild.cache.tree.Tree;
import dev.jbuild.cache.tree.TreeEdit;
import dev.jbuild.cache.tree.TreeStore;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.layer.LayerEntry;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files that a source of a COPY or ADD selects, kept as a tree so that a later build can tell
 * which of them changed. In place of a file's content it has the file's identity in its source.
 */
final class SelectedFiles {
  private final SourceView source;
  private final TreeEdit edit;
  private final Excludes excludes;

  private SelectedFiles(SourceView source, TreeEdit edit, Excludes excludes) {
    this.source = source;
    this.edit = edit;
    this.excludes = excludes;
  }

  static Tree store(
      TreeStore trees, SourceView source, List<Selection.Match> matches, Excludes excludes)
      throws IOException {
    SelectedFiles files = new SelectedFiles(source, trees.editInOrder(trees.empty()), excludes);
    for (Selection.Match match : matches) {
      files.add(match.path(), "");
    }
    return files.edit.finish();
  }

  /** The same of what comes with its directories. */
  static Tree storeParents(
      TreeStore trees, SourceView source, List<ParentsSelection.Picked> picked, Excludes excludes)
      throws IOException {
    SelectedFiles files = new SelectedFiles(source, trees.editInOrder(trees.empty()), excludes);
    for (ParentsSelection.Picked each : picked) {
      SourceEntry entry = source.find(each.path()).orElse(null);
      if (each.whole()) {
        files.add(each.path(), each.inside());
      } else if (entry != null) {
        files.edit(new LayerEntry.Directory(each.path(), entry.attributes()), null);
      }
    }
    return files.edit.finish();
  }

  private void add(String path, String inside) throws IOException {
    SourceEntry entry = source.find(path).orElse(null);
    if (entry != null && excludes.leavesOut(source, path, inside)) {
      return;
    }
    switch (entry) {
      case null -> {} // gone since it was selected; the copy itself will say so
      case SourceEntry.Directory directory -> {
        edit(new LayerEntry.Directory(path, directory.attributes()), null);
        for (String name : source.names(path)) {
          add(SourcePaths.child(path, name), SourcePaths.child(inside, name));
        }
      }
      case SourceEntry.RegularFile file ->
          edit(
              new LayerEntry.RegularFile(path, file.attributes(), file.size()),
              source.identity(path));
      case SourceEntry.Symlink link ->
          edit(new LayerEntry.Symlink(path, link.attributes(), link.target()), null);
      case SourceEntry.Device device ->
          edit(
              new LayerEntry.Device(
                  path, device.attributes(), device.block(), device.major(), device.minor()),
              null);
      case SourceEntry.Fifo fifo -> edit(new LayerEntry.Fifo(path, fifo.attributes()), null);
    }
  }

  private void edit(LayerEntry entry, @Nullable Digest identity) throws IOException {
    edit.add(entry, identity);
  }
}
