package dev.jbuild.builder.remote;

import dev.jbuild.oci.layer.Attributes;
import dev.jbuild.oci.layer.LayerEntry;
import dev.jbuild.oci.layer.LayerSink;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;

/** The {@code .git} directory that goes with a checkout, for builds that ask git about it. */
final class GitDirectory {
  static final String NAME = ".git";
  private static final String COLLECTION = "gc";

  private final Path directory;
  private final Instant time;

  private GitDirectory(Path directory, Instant time) {
    this.directory = directory;
    this.time = time;
  }

  /** A collection would go on in the background while the fetched files are removed again. */
  static void withoutCollection(Repository repository) {
    StoredConfig config = repository.getConfig();
    config.setInt(COLLECTION, null, "auto", 0);
    config.setBoolean(COLLECTION, null, "autodetach", false);
  }

  /** Makes a repository what it is after a checkout: a detached head, a remote and an index. */
  static GitDirectory prepare(Repository repository, GitAddress address, GitTree tree)
      throws IOException {
    Path directory = repository.getDirectory().toPath();
    Files.writeString(directory.resolve("HEAD"), tree.commit().name() + "\n");
    Files.deleteIfExists(directory.resolve("FETCH_HEAD"));
    StoredConfig config = repository.getConfig();
    config.setString("remote", "origin", "url", address.shown());
    config.setString("remote", "origin", "fetch", "+refs/heads/*:refs/remotes/origin/*");
    config.unset("core", null, "worktree");
    config.unsetSection(COLLECTION, null);
    config.save();
    DirCache index = repository.lockDirCache();
    try (ObjectReader reader = repository.newObjectReader()) {
      DirCacheBuilder builder = index.builder();
      builder.addTree(new byte[0], 0, reader, tree.root());
      builder.commit();
    } finally {
      index.unlock();
    }
    return new GitDirectory(directory, tree.time());
  }

  void writeTo(LayerSink sink) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(directory)) {
      files = all.sorted((one, other) -> LayerEntry.comparePaths(path(one), path(other))).toList();
    }
    for (Path file : files) {
      if (Files.isDirectory(file)) {
        sink.add(
            new LayerEntry.Directory(path(file), Attributes.of(0755, 0, 0, time)),
            InputStream.nullInputStream());
      } else {
        int mode = Files.isWritable(file) ? 0644 : 0444;
        try (InputStream in = Files.newInputStream(file)) {
          sink.add(
              new LayerEntry.RegularFile(
                  path(file), Attributes.of(mode, 0, 0, time), Files.size(file)),
              in);
        }
      }
    }
  }

  private String path(Path file) {
    String below = directory.relativize(file).toString();
    return below.isEmpty() ? NAME : NAME + "/" + below;
  }
}
