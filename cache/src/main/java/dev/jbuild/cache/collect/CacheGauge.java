package dev.jbuild.cache.collect;

import dev.jbuild.cache.disk.StoreDirectory;
import dev.jbuild.cache.disk.StoreLock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * About how much the build cache takes, so that not every build has to look at all files: the size
 * of the last look, plus what builds have added since, in the file {@code cache-size}.
 */
public final class CacheGauge {
  private static final Duration LONGEST_TRUST = Duration.ofDays(1);
  private static final long SMALLEST_LIMIT = 2_000_000_000;

  private final StoreDirectory directory;
  private final Path file;

  public CacheGauge(StoreDirectory directory) {
    this.directory = directory;
    this.file = directory.resolve("cache-size");
  }

  /** {@code bytes} were found when somebody looked. */
  private record Reading(long bytes, Instant looked) {}

  /** The usual limit: a tenth of the disk, as with BuildKit. */
  public long usualLimit() throws IOException {
    return Math.max(SMALLEST_LIMIT, Files.getFileStore(directory.root()).getTotalSpace() / 10);
  }

  /** Adds what a build has made; tells whether it is time to look. */
  public boolean add(long bytes, long limit) throws IOException {
    StoreLock lock = directory.lock("cache-size");
    try (lock) {
      Reading before = read();
      Reading after = new Reading(before.bytes() + bytes, before.looked());
      write(after);
      return after.bytes() > limit
          || Duration.between(after.looked(), Instant.now()).compareTo(LONGEST_TRUST) > 0;
    }
  }

  /** Notes what was found just now. */
  public void set(long bytes) throws IOException {
    StoreLock lock = directory.lock("cache-size");
    try (lock) {
      write(new Reading(bytes, Instant.now()));
    }
  }

  private Reading read() throws IOException {
    try {
      List<String> words = List.of(Files.readString(file).strip().split(" ", -1));
      return new Reading(
          Long.parseLong(words.getFirst()), Instant.ofEpochMilli(Long.parseLong(words.getLast())));
    } catch (NoSuchFileException | NumberFormatException e) {
      return new Reading(0, Instant.now()); // a new store, or a torn file: looked at in a day
    }
  }

  private void write(Reading reading) throws IOException {
    String text = reading.bytes() + " " + reading.looked().toEpochMilli() + "\n";
    directory.temporary().replace(file, text.getBytes(StandardCharsets.US_ASCII), false);
  }
}
