package dev.jbuild.builder.remote;

import dev.jbuild.oci.layer.Attributes;
import dev.jbuild.oci.layer.FileName;
import dev.jbuild.oci.layer.LayerEntry;
import dev.jbuild.oci.layer.LayerSink;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.CoreConfig.EolStreamType;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.TreeWalk.OperationType;
import org.eclipse.jgit.util.io.EolStreamTypeUtil;

/**
 * The files of one commit as git checks them out: 0755 for directories and programs, 0644 for other
 * files, line ends as {@code .gitattributes} says. All have the time of the commit.
 */
final class GitTree {

  /** An entry of the tree: {@code id} is its blob or, of a submodule, its commit. */
  record Item(String path, FileMode mode, ObjectId id, EolStreamType lines) {}

  private final Repository repository;
  private final RevCommit commit;
  private final List<Item> items = new ArrayList<>();

  private GitTree(Repository repository, RevCommit commit) {
    this.repository = repository;
    this.commit = commit;
  }

  static GitTree of(Repository repository, ObjectId commit) throws IOException {
    try (ObjectReader reader = repository.newObjectReader();
        RevWalk commits = new RevWalk(reader);
        TreeWalk walk = new TreeWalk(repository, reader)) {
      RevCommit parsed = commits.parseCommit(commit);
      GitTree tree = new GitTree(repository, parsed);
      walk.setOperationType(OperationType.CHECKOUT_OP);
      walk.setAttributesNodeProvider(repository.createAttributesNodeProvider());
      walk.addTree(parsed.getTree());
      ObjectChecker checker = new ObjectChecker();
      while (walk.next()) {
        byte[] raw = walk.getRawPath();
        String path = FileName.decode(raw);
        check(checker, raw, path);
        FileMode mode = walk.getFileMode(0);
        tree.items.add(new Item(path, mode, walk.getObjectId(0), lines(walk, mode)));
        if (walk.isSubtree()) {
          walk.enterSubtree();
        }
      }
      tree.items.sort((one, other) -> LayerEntry.comparePaths(one.path(), other.path()));
      return tree;
    }
  }

  private static EolStreamType lines(TreeWalk walk, FileMode mode) {
    boolean file = mode.getObjectType() == Constants.OBJ_BLOB;
    EolStreamType lines = file ? walk.getEolStreamType(OperationType.CHECKOUT_OP) : null;
    return lines == null ? EolStreamType.DIRECT : lines;
  }

  /** Names such as {@code ..} and {@code .git} are only in trees that mean harm. */
  private static void check(ObjectChecker checker, byte[] raw, String path) throws RemoteException {
    try {
      checker.checkPathSegment(raw, lastSlash(raw) + 1, raw.length);
    } catch (CorruptObjectException e) {
      throw new RemoteException("the repository holds a name that is not allowed: " + path, e);
    }
  }

  private static int lastSlash(byte[] raw) {
    int at = raw.length - 1;
    while (at >= 0 && raw[at] != '/') {
      at--;
    }
    return at;
  }

  List<Item> items() {
    return items;
  }

  ObjectId commit() {
    return commit;
  }

  ObjectId root() {
    return commit.getTree();
  }

  Instant time() {
    return Instant.ofEpochSecond(commit.getCommitTime());
  }

  /** The content of a small file, such as {@code .gitmodules}. */
  byte[] content(Item item) throws IOException {
    return repository.open(item.id()).getBytes(1 << 20);
  }

  /** Gives one entry at {@code path}; a submodule is its empty directory. */
  void write(Item item, String path, LayerSink sink) throws IOException {
    int bits = item.mode().getBits();
    if ((bits & FileMode.TYPE_MASK) == FileMode.TYPE_FILE) {
      boolean program = (bits & 0111) != 0;
      file(item, path, Attributes.of(program ? 0755 : 0644, 0, 0, time()), sink);
    } else if ((bits & FileMode.TYPE_MASK) == FileMode.TYPE_SYMLINK) {
      String target = FileName.decode(content(item));
      sink.add(
          new LayerEntry.Symlink(path, Attributes.of(0777, 0, 0, time()), target),
          InputStream.nullInputStream());
    } else {
      sink.add(
          new LayerEntry.Directory(path, Attributes.of(0755, 0, 0, time())),
          InputStream.nullInputStream());
    }
  }

  private void file(Item item, String path, Attributes attributes, LayerSink sink)
      throws IOException {
    ObjectLoader loader = repository.open(item.id());
    if (item.lines() == EolStreamType.DIRECT) {
      try (InputStream in = loader.openStream()) {
        sink.add(new LayerEntry.RegularFile(path, attributes, loader.getSize()), in);
      }
      return;
    }
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try (OutputStream lines = EolStreamTypeUtil.wrapOutputStream(text, item.lines())) {
      loader.copyTo(lines);
    }
    sink.add(
        new LayerEntry.RegularFile(path, attributes, text.size()),
        new ByteArrayInputStream(text.toByteArray()));
  }
}
