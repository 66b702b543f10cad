package dev.jbuild.cache.index;

import dev.jbuild.oci.Digest;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The digests of the files of a directory, as git's index has them: a file whose stamp did not
 * change did not change. What was read too soon after a change to be sure is not kept. Safe for
 * threads; several processes may have the index of one directory, and the last one's is kept.
 */
public final class FileIndex implements AutoCloseable {
  /** Days without use after which a file is forgotten. */
  private static final int MAX_IDLE = 30;

  private static final int MAX_ENTRIES = 1_000_000;

  /** A file's digest and the day, since 1970, of the last build that needed it. */
  record Entry(FileStamp stamp, Digest content, int day) {}

  private final FileIndexes home;
  private final String name;
  private final int today;
  private final Map<String, Entry> entries;
  private boolean changed;

  /**
   * @param entries what is known so far; belongs to the index from now on
   */
  FileIndex(FileIndexes home, String name, Map<String, Entry> entries, int today) {
    this.home = home;
    this.name = name;
    this.entries = entries;
    this.today = today;
  }

  /** The SHA-256 of the file at {@code path}, if it is known for this stamp. */
  public synchronized Optional<Digest> find(String path, FileStamp stamp) {
    Entry entry = entries.get(path);
    if (entry == null || !entry.stamp().equals(stamp)) {
      return Optional.empty();
    }
    if (entry.day() != today) {
      entries.put(path, new Entry(stamp, entry.content(), today));
      changed = true;
    }
    return Optional.of(entry.content());
  }

  /**
   * Notes what a file holds.
   *
   * @param stamp from before it was read
   * @param read when reading it began, or earlier
   */
  public synchronized void put(String path, FileStamp stamp, Digest content, Instant read) {
    if (stamp.isSettledAt(read)) {
      entries.put(path, new Entry(stamp, content, today));
      changed = true;
    } else {
      remove(path);
    }
  }

  /** Forgets a file. */
  public synchronized void remove(String path) {
    changed |= entries.remove(path) != null;
  }

  /** Keeps what is new. An index that cannot be kept is a warning. */
  @Override
  public synchronized void close() {
    if (changed) {
      entries.values().removeIf(entry -> today - entry.day() > MAX_IDLE);
      if (entries.size() > MAX_ENTRIES) {
        entries.values().removeIf(entry -> entry.day() != today);
      }
      if (entries.size() <= MAX_ENTRIES) {
        home.keep(name, entries);
      }
      changed = false;
    }
  }
}
