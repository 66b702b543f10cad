package dev.jbuild.runner.container;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalInt;

/**
 * The lock that the helper of a container holds as long as anything of the container is there. The
 * kernel frees it when all the helper's processes are dead, however they died. Its file has the
 * exit code in the end, also when the rest of a container's directory is gone already.
 */
final class ContainerLock implements AutoCloseable {
  private static final String FILE = "lock";
  private static final int LONGEST = 16;

  private final FileChannel channel;

  private ContainerLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Opens the lock.
   *
   * @throws NoSuchFileException when the container never began to start, or is gone
   */
  static ContainerLock open(Path directory) throws IOException {
    return new ContainerLock(FileChannel.open(directory.resolve(FILE), StandardOpenOption.READ));
  }

  static boolean isHeld(Path directory) throws IOException {
    try (ContainerLock lock = open(directory)) {
      return lock.isHeld();
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  boolean isHeld() throws IOException {
    try (FileLock taken = channel.tryLock(0, Long.MAX_VALUE, true)) {
      return taken == null;
    } catch (OverlappingFileLockException e) {
      return true; // another thread waits for it
    }
  }

  /** Waits until the helper is gone; an interrupt closes this. */
  void await() throws IOException {
    try (FileLock taken = channel.lock(0, Long.MAX_VALUE, true)) {
      if (!taken.isValid()) {
        throw new IOException("the lock of the container was lost");
      }
    }
  }

  /** What the helper left, empty when it was killed. */
  OptionalInt exitCode() throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(LONGEST);
    int length = channel.read(bytes, 0);
    String text = new String(bytes.array(), 0, Math.max(0, length), StandardCharsets.US_ASCII);
    return text.endsWith("\n")
        ? OptionalInt.of(Integer.parseInt(text.strip()))
        : OptionalInt.empty();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
