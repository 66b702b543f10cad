package dev.jbuild.builder.context;

import dev.jbuild.cache.tree.Tree;
import dev.jbuild.cache.tree.TreeChild;
import dev.jbuild.cache.tree.TreeEntry;
import dev.jbuild.cache.tree.TreeStore;
import dev.jbuild.oci.Digest;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The file system of a stage or an image. A tree knows no times and no common inodes, so both are
 * missing here; who reads the files gets them.
 */
public final class TreeView implements SourceView {
  private final TreeStore trees;
  private final Tree tree;

  public TreeView(TreeStore trees, Tree tree) {
    this.trees = trees;
    this.tree = tree;
  }

  @Override
  public Optional<SourceEntry> find(String path) throws IOException {
    return trees.find(tree, path).map(TreeView::entry);
  }

  private static SourceEntry entry(TreeEntry entry) {
    var attributes = entry.attributes().at(Instant.EPOCH);
    return switch (entry) {
      case TreeEntry.Directory directory -> new SourceEntry.Directory(attributes);
      case TreeEntry.RegularFile file -> new SourceEntry.RegularFile(attributes, file.size(), null);
      case TreeEntry.Symlink link -> new SourceEntry.Symlink(attributes, link.target());
      case TreeEntry.Device device ->
          new SourceEntry.Device(attributes, device.block(), device.major(), device.minor());
      case TreeEntry.Fifo fifo -> new SourceEntry.Fifo(attributes);
    };
  }

  @Override
  public List<String> names(String directory) throws IOException {
    return trees.list(tree, directory).stream().map(TreeChild::name).toList();
  }

  @Override
  public Digest identity(String path) throws IOException {
    TreeEntry entry =
        trees.find(tree, path).orElseThrow(() -> new NoSuchElementException("/" + path));
    return switch (entry) {
      case TreeEntry.Directory directory -> directory.children();
      case TreeEntry.RegularFile file -> trees.digestOf(file);
      case TreeEntry.Symlink link -> trees.digestOf(link);
      case TreeEntry.Device device -> trees.digestOf(device);
      case TreeEntry.Fifo fifo -> trees.digestOf(fifo);
    };
  }

  @Override
  public String description() {
    return "the stage or image that --from names";
  }
}
