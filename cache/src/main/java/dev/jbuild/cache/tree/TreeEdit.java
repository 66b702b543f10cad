package dev.jbuild.cache.tree;

import dev.jbuild.oci.Digest;
import dev.jbuild.oci.layer.Attributes;
import dev.jbuild.oci.layer.LayerEntry;
import dev.jbuild.oci.layer.LayerSink;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The application of one layer to a tree (image-spec, layer.md, "Applying Changesets"), in any
 * order of its entries: of two for the same path the later counts, and whiteouts and opaque
 * directories hide only what was there before this edit. Only nodes on the way to a change are read
 * and written. For one thread.
 */
public final class TreeEdit implements LayerSink {
  private static final int BUFFER = 128 * 1024;

  private final TreeStore store;
  private final EditedDirectory root;
  private final boolean ordered;

  /** Of an edit in order, the directories that the last entry is in, the root last. */
  private final Deque<Open> open = new ArrayDeque<>();

  /** A directory by its path. */
  private record Open(String path, EditedDirectory directory) {}

  private TreeAttributes lastAttributes = TreeAttributes.IMPLIED_DIRECTORY;
  private boolean finished;

  TreeEdit(TreeStore store, TreeEntry.Directory root, boolean ordered) {
    this.store = store;
    this.root = new EditedDirectory(store, root);
    this.ordered = ordered;
    open.push(new Open("", this.root));
  }

  /** Applies an entry, hashing the content of a regular file. */
  @Override
  public void add(LayerEntry entry, InputStream content) throws IOException {
    if (!(entry instanceof LayerEntry.RegularFile file)) {
      add(entry, (Digest) null);
      return;
    }
    MessageDigest sha256 = Digest.newSha256();
    byte[] buffer = new byte[Math.clamp(file.size(), 1, BUFFER)];
    for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
      sha256.update(buffer, 0, count);
    }
    add(entry, Digest.ofSha256(sha256));
  }

  /** Applies an entry; {@code content} is the SHA-256 of a regular file's content, else null. */
  public void add(LayerEntry entry, @Nullable Digest content) throws IOException {
    if (finished) {
      throw new IllegalStateException("this edit is finished");
    }
    switch (entry) {
      case LayerEntry.Directory directory -> {
        TreeAttributes attributes = shared(directory.attributes());
        String path = directory.path();
        (path.isEmpty() ? root : parent(path).enter(name(path))).state(attributes);
      }
      case LayerEntry.RegularFile file -> {
        if (content == null) {
          throw new IllegalArgumentException("no digest for the content of /" + file.path());
        }
        put(
            file.path(),
            new TreeEntry.RegularFile(shared(file.attributes()), content, file.size()));
      }
      case LayerEntry.Symlink link ->
          put(link.path(), new TreeEntry.Symlink(shared(link.attributes()), link.target()));
      case LayerEntry.Device device ->
          put(
              device.path(),
              new TreeEntry.Device(
                  shared(device.attributes()), device.block(), device.major(), device.minor()));
      case LayerEntry.Fifo fifo -> put(fifo.path(), new TreeEntry.Fifo(shared(fifo.attributes())));
      case LayerEntry.HardLink link -> put(link.path(), linked(link));
      case LayerEntry.Whiteout whiteout -> hide(whiteout.path());
      case LayerEntry.Opaque opaque -> {
        EditedDirectory directory = existing(opaque.path());
        if (directory != null) {
          directory.hideBase();
        }
      }
    }
  }

  /** Most files of a layer have the attributes of the one before, and one object is enough. */
  private TreeAttributes shared(Attributes attributes) {
    TreeAttributes last = lastAttributes;
    if (last.mode() != attributes.mode()
        || last.uid() != attributes.uid()
        || last.gid() != attributes.gid()
        || !last.xattrs().equals(attributes.xattrs())) {
      last = TreeAttributes.of(attributes);
      lastAttributes = last;
    }
    return last;
  }

  private void put(String path, TreeEntry entry) throws IOException {
    parent(path).put(name(path), entry);
  }

  private TreeEntry linked(LayerEntry.HardLink link) throws IOException {
    EditedDirectory directory = existing(parentPath(link.target()));
    TreeEntry target = directory == null ? null : directory.get(name(link.target()));
    if (target == null) {
      throw new NoSuchFileException(
          "/" + link.path(), "/" + link.target(), "hard link to a file that is not there");
    }
    if (target instanceof TreeEntry.Directory) {
      throw new FileSystemException(
          "/" + link.path(), "/" + link.target(), "hard link to a directory");
    }
    return target;
  }

  private void hide(String path) throws IOException {
    EditedDirectory directory = existing(parentPath(path));
    if (directory != null) {
      directory.hide(name(path));
    }
  }

  /** The directory that holds {@code path}; what is missing of it is made. */
  private EditedDirectory parent(String path) throws IOException {
    if (ordered) {
      return inOrder(parentPath(path));
    }
    EditedDirectory directory = root;
    for (String name : TreeStore.names(parentPath(path))) {
      directory = directory.enter(name);
    }
    return directory;
  }

  /** Leaves the directories that are complete, which saves the memory of all but a few. */
  private EditedDirectory inOrder(String path) throws IOException {
    while (!isIn(path, open.element().path())) {
      Open done = open.pop();
      open.element().directory().close(name(done.path()));
    }
    String at = open.element().path();
    String rest = at.isEmpty() ? path : path.substring(Math.min(path.length(), at.length() + 1));
    for (String name : TreeStore.names(rest)) {
      at = at.isEmpty() ? name : at + "/" + name;
      open.push(new Open(at, open.element().directory().enter(name)));
    }
    return open.element().directory();
  }

  private static boolean isIn(String path, String directory) {
    return directory.isEmpty()
        || (path.startsWith(directory)
            && (path.length() == directory.length() || path.charAt(directory.length()) == '/'));
  }

  private @Nullable EditedDirectory existing(String path) throws IOException {
    EditedDirectory directory = root;
    for (String name : TreeStore.names(path)) {
      directory = directory.child(name);
      if (directory == null) {
        return null;
      }
    }
    return directory;
  }

  private static String parentPath(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Writes the changed nodes and gives the new tree. */
  public Tree finish() throws IOException {
    finished = true;
    return store.writeRoot(root.write());
  }
}
