package dev.jbuild.builder.solve;

import dev.jbuild.oci.HistoryEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Dates the lines of a history that have no time, as BuildKit does: by the layer before them; those
 * before the first new layer by that one, or by the base where no new layer is.
 */
final class HistoryTimes {
  private HistoryTimes() {}

  /**
   * @param history the base's lines as they are; of the new ones those of layers have a time
   * @param epoch no line is later; null for no limit
   */
  static List<HistoryEntry> complete(List<HistoryEntry> history, @Nullable Instant epoch) {
    Instant created = first(history);
    boolean gap = false;
    List<HistoryEntry> complete = new ArrayList<>();
    for (HistoryEntry entry : history) {
      Instant own = entry.created();
      if (own == null) {
        gap = true;
      } else if (gap) {
        created = own;
      }
      complete.add(entry.withCreated(limited(own == null ? created : own, epoch)));
    }
    return complete;
  }

  /** The time of the first layer after a line without one, else of the last line with one. */
  private static @Nullable Instant first(List<HistoryEntry> history) {
    Instant created = null;
    boolean gap = false;
    for (HistoryEntry entry : history) {
      if (entry.created() == null) {
        gap = true;
      } else {
        created = entry.created();
        if (gap) {
          return created;
        }
      }
    }
    return created;
  }

  private static @Nullable Instant limited(@Nullable Instant time, @Nullable Instant epoch) {
    return epoch != null && (time == null || time.isAfter(epoch)) ? epoch : time;
  }

  /** When an image with this history was made: the epoch if there is one, else its last time. */
  static @Nullable Instant image(List<HistoryEntry> complete, @Nullable Instant epoch) {
    if (epoch != null) {
      return epoch;
    }
    return complete.reversed().stream()
        .map(HistoryEntry::created)
        .filter(time -> time != null)
        .findFirst()
        .orElse(null);
  }
}
