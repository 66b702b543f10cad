package dev.jbuild.builder.context;

import dev.jbuild.cache.layer.Compression;
import dev.jbuild.cache.layer.TarReader;
import java.util.Arrays;

/** Tells archives from Dockerfiles as docker does, by how they begin. */
public final class ArchiveBytes {
  /** How many bytes are enough. */
  public static final int LENGTH = 512;

  private ArchiveBytes() {}

  /** Whether something that begins with {@code start} is a tar or compressed. */
  public static boolean begin(byte[] start) {
    return Compression.of(start) != Compression.NONE
        || (start.length >= LENGTH && TarReader.isTar(Arrays.copyOf(start, LENGTH)));
  }
}
