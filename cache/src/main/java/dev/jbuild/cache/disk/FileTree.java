package dev.jbuild.cache.disk;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Removes directories as far as this user may. */
public final class FileTree {
  private FileTree() {}

  /**
   * Removes {@code directory} and all in it, following no link.
   *
   * @return false when something had to stay: it is another id's, or someone still adds to it; that
   *     is for a later sweep and no reason to fail
   */
  public static boolean remove(Path directory) throws IOException {
    try {
      Files.walkFileTree(directory, new Deletion());
      return true;
    } catch (AccessDeniedException | DirectoryNotEmptyException e) {
      return false;
    }
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    /** What is gone already, through another sweep, is no failure. */
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (failure instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw failure;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      Files.deleteIfExists(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}
