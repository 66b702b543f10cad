package dev.jbuild.builder.plan;

import dev.jbuild.oci.HistoryEntry;
import org.jspecify.annotations.Nullable;

/** A line of the history; {@code layer} is the vertex that makes its layer, if one does. */
public record PlannedHistory(HistoryEntry entry, @Nullable Vertex layer) {
  private static final String COMMENT = "buildkit.dockerfile.v0";

  static PlannedHistory empty(String createdBy) {
    return new PlannedHistory(new HistoryEntry(null, createdBy, null, COMMENT, true), null);
  }

  static PlannedHistory layer(String createdBy, Vertex layer) {
    return new PlannedHistory(new HistoryEntry(null, createdBy, null, COMMENT, false), layer);
  }
}
