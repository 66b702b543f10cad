package dev.jbuild.builder.image;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.Export;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Writes archives to where they are wanted. */
public final class ArchiveTarget {
  private static final int BUFFER = 1 << 17;

  private ArchiveTarget() {}

  /** Writes an archive to its end. */
  @FunctionalInterface
  public interface Content {
    void writeTo(OutputStream out) throws IOException, BuildException, InterruptedException;
  }

  /**
   * Writes to a file, which appears when it is complete, or to a stream; a device or pipe is
   * written to directly.
   *
   * @param what begins the message of a failure
   */
  public static void write(String what, Export.Target target, Content content)
      throws BuildException, InterruptedException {
    switch (target) {
      case Export.Target.File file ->
          Attempt.to(
              what + " to " + file.path(),
              () -> {
                write(file.path(), content);
                return file;
              });
      case Export.Target.Stream stream ->
          Attempt.to(
              what + " to " + stream.name(),
              () -> {
                write(stream.out(), content);
                return stream;
              });
    }
  }

  private static void write(OutputStream stream, Content content)
      throws IOException, BuildException, InterruptedException {
    OutputStream out = new BufferedOutputStream(stream, BUFFER);
    content.writeTo(out);
    out.flush();
  }

  private static void write(Path file, Content content)
      throws IOException, BuildException, InterruptedException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      try (OutputStream out = Files.newOutputStream(file)) {
        write(out, content);
      }
      return;
    }
    Path target = file.toAbsolutePath();
    Path directory = target.getParent();
    if (directory == null || Files.notExists(directory)) {
      throw new NoSuchFileException(String.valueOf(directory));
    }
    Path part = Files.createTempFile(directory, "." + target.getFileName(), ".part");
    try {
      try (OutputStream out = Files.newOutputStream(part)) {
        write(out, content);
      }
      Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rw-r--r--"));
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
