package dev.jbuild.builder.ops;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The times of the files of a new layer: {@code now} for what has none of its own; with a source
 * date epoch that is the epoch, and nothing is later.
 */
public record LayerTimes(Instant now, @Nullable Instant epoch) {

  public static LayerTimes at(Instant clock, @Nullable Instant epoch) {
    return new LayerTimes(epoch == null ? clock.truncatedTo(ChronoUnit.SECONDS) : epoch, epoch);
  }

  Instant latest() {
    return epoch == null ? Instant.MAX : epoch;
  }
}
