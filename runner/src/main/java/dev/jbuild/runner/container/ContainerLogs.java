package dev.jbuild.runner.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Shows what a container wrote.
 *
 * @param tail the most lines to show of what is there, null for all
 * @param since only what was written then or later, null for all
 * @param until only what was written before, null for all
 * @param follow whether to go on until the container ends
 */
public record ContainerLogs(
    @Nullable Integer tail, @Nullable Instant since, @Nullable Instant until, boolean follow) {
  private static final long LONGEST_PAUSE_MILLIS = 500;

  /** Takes what was written, piece by piece. */
  @FunctionalInterface
  public interface Reader {
    void take(LogPiece piece) throws IOException;
  }

  /** Reads the log of a container. */
  public void read(Listed container, Reader reader) throws IOException, InterruptedException {
    Path directory = container.directory();
    try (LogFile log = new LogFile(directory);
        WatchService watch = directory.getFileSystem().newWatchService()) {
      if (follow) {
        directory.register(
            watch, StandardWatchEventKinds.ENTRY_MODIFY, StandardWatchEventKinds.ENTRY_CREATE);
      }
      for (LogPiece piece : last(log.read())) {
        show(piece, reader);
      }
      boolean alive = follow;
      while (alive) {
        // Before the read: what is written until its end is read once more.
        alive = Files.exists(directory) && ContainerLock.isHeld(directory);
        for (LogPiece piece : log.read()) {
          show(piece, reader);
        }
        pause(watch, alive);
      }
    }
  }

  private void show(LogPiece piece, Reader reader) throws IOException {
    boolean early = since != null && piece.time().isBefore(since);
    boolean late = until != null && !piece.time().isBefore(until);
    if (!early && !late) {
      reader.take(piece);
    }
  }

  private List<LogPiece> last(List<LogPiece> pieces) {
    Integer most = tail;
    if (most == null) {
      return pieces;
    }
    int from = pieces.size();
    for (int lines = 0; from > 0 && lines < most; from--) {
      lines += pieces.get(from - 1).begins() ? 1 : 0;
    }
    return pieces.subList(from, pieces.size());
  }

  private static void pause(WatchService watch, boolean alive) throws InterruptedException {
    WatchKey key = alive ? watch.poll(LONGEST_PAUSE_MILLIS, TimeUnit.MILLISECONDS) : null;
    if (key != null) {
      key.pollEvents();
      key.reset();
    }
  }
}
