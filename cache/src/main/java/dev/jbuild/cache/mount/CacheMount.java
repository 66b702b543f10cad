package dev.jbuild.cache.mount;

import dev.jbuild.cache.disk.SharedLocks;
import java.io.IOException;
import java.nio.file.Path;

/** A cache mount in use; what others may do with it meanwhile is what its sharing says. */
public final class CacheMount implements AutoCloseable {
  private final Path directory;
  private final SharedLocks.Hold hold;

  CacheMount(Path directory, SharedLocks.Hold hold) {
    this.directory = directory;
    this.hold = hold;
  }

  public Path directory() {
    return directory;
  }

  /** Ends the use. What is in the directory stays. */
  @Override
  public void close() throws IOException {
    hold.close();
  }
}
