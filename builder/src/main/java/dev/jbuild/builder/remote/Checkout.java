package dev.jbuild.builder.remote;

import dev.jbuild.oci.layer.LayerEntry;
import dev.jbuild.oci.layer.LayerSink;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.jspecify.annotations.Nullable;

/** Gives the files of one commit with its submodules, a repository at a time. For one thread. */
final class Checkout {
  private static final int DEEPEST = 20;

  private final GitAddress named;
  private final Path scratch;
  private final RemoteAccess access;
  private final LayerSink sink;
  private int repositories;

  /**
   * @param named the repository that was asked for, and not only named by another
   */
  Checkout(GitAddress named, Path scratch, RemoteAccess access, LayerSink sink) {
    this.named = named;
    this.scratch = scratch;
    this.access = access;
    this.sink = sink;
  }

  /** The files of the repository, or of the directory in it that the address names. */
  void run(String commit, boolean keepGitDirectory) throws IOException {
    GitAddress address = named;
    String top = address.directory();
    try (Repository repository = fetch(address, commit)) {
      GitTree tree = GitTree.of(repository, ObjectId.fromString(commit));
      List<GitTree.Item> items =
          tree.items().stream()
              .filter(item -> top.isEmpty() || item.path().startsWith(top + "/"))
              .toList();
      if (!top.isEmpty() && items.isEmpty() && !hasDirectory(tree, top)) {
        throw new RemoteException(
            address.shown() + " has no directory " + top + " in commit " + commit);
      }
      // As with docker, a part of a repository comes without its history.
      GitDirectory git =
          keepGitDirectory && top.isEmpty()
              ? GitDirectory.prepare(repository, address, tree)
              : null;
      write(address, tree, items, new Place(top, "", 0), git);
    }
  }

  private static boolean hasDirectory(GitTree tree, String path) {
    return tree.items().stream()
        .anyMatch(item -> item.path().equals(path) && item.mode().equals(FileMode.TREE));
  }

  /**
   * Where entries go: below {@code prefix} with their path below {@code top}, in a submodule that
   * is {@code depth} deep.
   */
  private record Place(String top, String prefix, int depth) {
    String of(GitTree.Item item) {
      String path = top.isEmpty() ? item.path() : item.path().substring(top.length() + 1);
      return prefix + path;
    }
  }

  private void write(
      GitAddress address,
      GitTree tree,
      List<GitTree.Item> items,
      Place place,
      @Nullable GitDirectory git)
      throws IOException {
    GitDirectory waiting = git;
    for (GitTree.Item item : items) {
      String path = place.of(item);
      if (waiting != null && LayerEntry.comparePaths(path, GitDirectory.NAME) > 0) {
        waiting.writeTo(sink);
        waiting = null;
      }
      tree.write(item, path, sink);
      if (item.mode().equals(FileMode.GITLINK) && address.submodules()) {
        submodule(address, tree, item, new Place("", path + "/", place.depth() + 1));
      }
    }
    if (waiting != null) {
      waiting.writeTo(sink);
    }
  }

  private void submodule(GitAddress address, GitTree tree, GitTree.Item item, Place place)
      throws IOException {
    if (place.depth() > DEEPEST) {
      throw new RemoteException(address.shown() + ": submodules are nested too deep");
    }
    Optional<GitAddress> found = Submodules.of(tree, address).find(item.path(), item.id());
    if (found.isPresent()) {
      try (Repository repository = fetch(found.get(), item.id().name())) {
        GitTree inner = GitTree.of(repository, item.id());
        write(found.get(), inner, inner.items(), place, null);
      }
    }
  }

  private Repository fetch(GitAddress address, String commit) throws IOException {
    GitRemote remote = new GitRemote(address, access, address.isOnServerOf(named));
    repositories++;
    Path place = scratch.resolve("git" + repositories);
    Repository repository =
        new FileRepositoryBuilder()
            .setWorkTree(place.toFile())
            .setGitDir(place.resolve(GitDirectory.NAME).toFile())
            .build();
    try {
      repository.create();
      GitDirectory.withoutCollection(repository);
      remote.fetch(repository, ObjectId.fromString(commit));
      return repository;
    } catch (IOException e) {
      repository.close();
      throw e;
    }
  }
}
