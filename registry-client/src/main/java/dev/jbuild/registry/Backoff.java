package dev.jbuild.registry;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** How often and after which pauses something is tried again. */
record Backoff(int retries, Duration first) {

  private static final Duration LONGEST = Duration.ofSeconds(10);

  /** A registry may ask for more patience than we would have, within reason. */
  private static final Duration LONGEST_ASKED = Duration.ofMinutes(1);

  /** Whether one more try is due after the given number of failures, counted from 1. */
  boolean allows(int failures) {
    return failures <= retries;
  }

  Duration delay(int failures, Optional<Duration> askedFor) {
    if (askedFor.isPresent()) {
      Duration asked = askedFor.get();
      return asked.compareTo(LONGEST_ASKED) > 0 ? LONGEST_ASKED : asked;
    }
    Duration doubled = first.multipliedBy(1L << Math.min(failures - 1, 16));
    long full = Math.max(1, Math.min(doubled.toMillis(), LONGEST.toMillis()));
    // Clients that failed together must not come back together.
    return Duration.ofMillis(full / 2 + ThreadLocalRandom.current().nextLong(full / 2 + 1));
  }

  void pause(int failures, Optional<Duration> askedFor) throws IOException {
    try {
      Thread.sleep(delay(failures, askedFor));
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Keeps the thread's mark, so that callers above can see it as well. */
  static InterruptedIOException interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    InterruptedIOException io = new InterruptedIOException("interrupted while talking to registry");
    io.initCause(cause);
    return io;
  }
}
