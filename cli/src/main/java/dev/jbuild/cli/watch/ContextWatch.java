package dev.jbuild.cli.watch;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * Waits for changes in directories and all below them. What changes between two waits is told by
 * the second, so nothing is missed while a build runs.
 */
public final class ContextWatch implements AutoCloseable {
  /** An editor writes a file in several steps, and a checkout many files. */
  private static final long QUIET_MILLIS = 20;

  private final WatchService service;
  private final Map<WatchKey, Path> directories = new HashMap<>();
  private final List<WatchedTree> trees;

  private ContextWatch(WatchService service, List<WatchedTree> trees) {
    this.service = service;
    this.trees = List.copyOf(trees);
  }

  /** Changes from now on are told. */
  public static ContextWatch open(List<WatchedTree> trees) throws IOException {
    ContextWatch watch = new ContextWatch(FileSystems.getDefault().newWatchService(), trees);
    try {
      for (WatchedTree tree : trees) {
        watch.addAll(tree, tree.root());
        for (Path file : tree.always()) {
          watch.add(file.resolveSibling("."));
        }
      }
      return watch;
    } catch (IOException e) {
      watch.close();
      throw e;
    }
  }

  /**
   * Waits until files that count have changed, and then until no more do.
   *
   * @return those files; empty when there were too many to tell
   */
  public SortedSet<Path> await() throws IOException, InterruptedException {
    SortedSet<Path> changed = new TreeSet<>();
    boolean lost = false;
    WatchKey key = service.take();
    while (key != null) {
      for (WatchEvent<?> event : key.pollEvents()) {
        lost |= !(event.context() instanceof Path);
        note(key, event, changed);
      }
      if (!key.reset()) {
        directories.remove(key);
      }
      key =
          changed.isEmpty() && !lost
              ? service.take()
              : service.poll(QUIET_MILLIS, TimeUnit.MILLISECONDS);
    }
    return lost ? new TreeSet<>() : changed;
  }

  private void note(WatchKey key, WatchEvent<?> event, SortedSet<Path> changed) throws IOException {
    Path directory = directories.get(key);
    if (directory == null || !(event.context() instanceof Path name)) {
      return;
    }
    Path file = directory.resolve(name);
    boolean isDirectory = Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS);
    for (WatchedTree tree : trees) {
      if (event.kind() == ENTRY_CREATE && isDirectory && file.startsWith(tree.root())) {
        addAll(tree, file);
      }
      // A directory whose entries change is itself modified, by times that do not count.
      if (tree.counts(file) && !(isDirectory && event.kind() == ENTRY_MODIFY)) {
        changed.add(file);
      }
    }
  }

  private void addAll(WatchedTree tree, Path start) throws IOException {
    Files.walkFileTree(
        start,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
              throws IOException {
            if (!tree.mayCountBelow(directory)) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            add(directory);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure)
              throws IOException {
            if (failure instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE; // gone since
            }
            throw failure;
          }
        });
  }

  private void add(Path place) throws IOException {
    Path directory = place.normalize();
    try {
      directories.put(
          directory.register(service, ENTRY_CREATE, ENTRY_DELETE, ENTRY_MODIFY), directory);
    } catch (NoSuchFileException e) {
      // Gone since; that it went is an event of the directory above.
      directories.values().remove(directory);
    } catch (IOException e) {
      String why = String.valueOf(e.getMessage());
      throw why.contains("inotify")
          ? new IOException(
              "watch "
                  + directory
                  + ": "
                  + why
                  + "; raise fs.inotify.max_user_watches, or leave more out in .dockerignore",
              e)
          : e;
    }
  }

  @Override
  public void close() throws IOException {
    service.close();
  }
}
