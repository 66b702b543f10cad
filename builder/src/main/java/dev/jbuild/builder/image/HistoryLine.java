package dev.jbuild.builder.image;

import dev.jbuild.oci.HistoryEntry;

/** One line of an image's history, with the bytes of the layer that it made, 0 if it made none. */
public record HistoryLine(HistoryEntry entry, long size) {}
