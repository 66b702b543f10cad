package dev.jbuild.cache.index;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What changes with the content of a file: its size in bytes, the times of the last change of
 * content and of inode in nanoseconds since 1970, and which inode it is.
 */
public record FileStamp(long size, long mtime, long ctime, long inode, long device) {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  /** The kernel tells times by its clock's ticks, of which there are at least 100 in a second. */
  private static final Duration TICK = Duration.ofMillis(50);

  /** Some file systems tell whole seconds, FAT even two. */
  private static final Duration COARSE = Duration.ofSeconds(2);

  // A record's own one is a method handle, which is slow until it is compiled.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FileStamp it
        && size == it.size
        && mtime == it.mtime
        && ctime == it.ctime
        && inode == it.inode
        && device == it.device;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(inode);
  }

  /**
   * Whether a change of the file at {@code time} or later is certain to give another stamp. Else it
   * may have changed twice within one tick of its clock, once before and once after it was read.
   */
  boolean isSettledAt(Instant time) {
    boolean whole = mtime % SECOND == 0 && ctime % SECOND == 0;
    Instant settled = time.minus(whole ? COARSE : TICK);
    long nanos = TimeUnit.SECONDS.toNanos(settled.getEpochSecond()) + settled.getNano();
    return mtime < nanos && ctime < nanos;
  }
}
