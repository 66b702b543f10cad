package dev.jbuild.builder.context;

import dev.jbuild.oci.layer.Attributes;
import org.jspecify.annotations.Nullable;

/**
 * A file of a source. Its attributes have the owner and mode that a copy gets if nobody says
 * otherwise; {@code link} is equal for the names of one inode, and null for a file with one name.
 */
public sealed interface SourceEntry {
  Attributes attributes();

  record Directory(Attributes attributes) implements SourceEntry {}

  record RegularFile(Attributes attributes, long size, @Nullable Object link)
      implements SourceEntry {}

  record Symlink(Attributes attributes, String target) implements SourceEntry {}

  record Device(Attributes attributes, boolean block, int major, int minor)
      implements SourceEntry {}

  record Fifo(Attributes attributes) implements SourceEntry {}
}
