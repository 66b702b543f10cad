package dev.jbuild.runner.container;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a container wrote, as its helper keeps it (journal.h of the helper): two files of records,
 * the older of which goes when the newer is full. Reads on where it stopped.
 */
final class LogFile implements AutoCloseable {
  private static final String OLD = "log.1";
  private static final String CURRENT = "log";
  private static final int HEAD = 16;
  private static final int LONGEST = 1 << 20;
  private static final long NANOS = 1_000_000_000;

  private final Path directory;
  private final boolean[] insideLine = new boolean[3];
  private @Nullable FileChannel channel;
  private @Nullable Object key;
  private long position;

  LogFile(Path directory) throws IOException {
    this.directory = directory;
    open(OLD);
  }

  private boolean open(String name) throws IOException {
    Path file = directory.resolve(name);
    try {
      Object newKey = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
      if (newKey.equals(key)) {
        return false; // as far as it goes
      }
      close();
      channel = FileChannel.open(file);
      key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
      position = 0;
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** What came since the last call. */
  List<LogPiece> read() throws IOException {
    List<LogPiece> found = new ArrayList<>();
    do {
      FileChannel file = channel;
      while (file != null && readRecord(file, found)) {
        // one after the other
      }
    } while (open(CURRENT));
    return found;
  }

  /** False at the end, and where a record is not whole yet. */
  private boolean readRecord(FileChannel file, List<LogPiece> found) throws IOException {
    ByteBuffer head = ByteBuffer.allocate(HEAD).order(ByteOrder.LITTLE_ENDIAN);
    if (!fill(file, head, position)) {
      return false;
    }
    int stream = head.get(0);
    int length = head.getInt(4);
    long nanos = head.getLong(8);
    if (length < 0 || length > LONGEST || stream < 1 || stream > 2) {
      throw new IOException("the log in " + directory + " is damaged");
    }
    ByteBuffer bytes = ByteBuffer.allocate(length);
    if (!fill(file, bytes, position + HEAD)) {
      return false;
    }
    position += HEAD + length;
    split(stream, Instant.ofEpochSecond(nanos / NANOS, nanos % NANOS), bytes.array(), found);
    return true;
  }

  private static boolean fill(FileChannel file, ByteBuffer target, long from) throws IOException {
    while (target.hasRemaining()) {
      if (file.read(target, from + target.position()) < 0) {
        return false;
      }
    }
    return true;
  }

  private void split(int stream, Instant time, byte[] bytes, List<LogPiece> found) {
    int from = 0;
    while (from < bytes.length) {
      int to = from;
      while (to < bytes.length && bytes[to] != '\n') {
        to++;
      }
      boolean ends = to < bytes.length;
      int next = ends ? to + 1 : to;
      byte[] piece = Arrays.copyOfRange(bytes, from, next);
      found.add(new LogPiece(stream == 2, !insideLine[stream], time, piece));
      insideLine[stream] = !ends;
      from = next;
    }
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
    }
  }
}
