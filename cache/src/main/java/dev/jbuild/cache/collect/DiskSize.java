package dev.jbuild.cache.collect;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Set;

/**
 * The bytes that files take on the disk, in whole blocks as {@code du} counts them. Java does not
 * tell how many blocks a file has, so a sparse file counts in full. A file with several names
 * counts once in a directory; what this user may not read counts nothing.
 */
final class DiskSize {
  private final long block;

  DiskSize(Path place) throws IOException {
    this.block = Math.max(512, Files.getFileStore(place).getBlockSize());
  }

  long ofFile(BasicFileAttributes attributes) {
    return attributes.isSymbolicLink() && attributes.size() < 60
        ? 0 // kept in the inode
        : (attributes.size() + block - 1) / block * block;
  }

  /** A file or a directory with all that is in it; nothing there is 0. */
  long of(Path place) throws IOException {
    Sum sum = new Sum();
    Files.walkFileTree(place, sum);
    return sum.bytes;
  }

  private final class Sum extends SimpleFileVisitor<Path> {
    private final Set<Object> seen = new HashSet<>();
    private long bytes;

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
      bytes += ofFile(attributes);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      Object key = attributes.fileKey();
      if (key == null || seen.add(key)) {
        bytes += attributes.isOther() ? 0 : ofFile(attributes);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
      return FileVisitResult.CONTINUE; // gone since, or another user's
    }

    @Override
    public FileVisitResult postVisitDirectory(
        Path directory, @org.jspecify.annotations.Nullable IOException failure) {
      return FileVisitResult.CONTINUE;
    }
  }
}
