package dev.jbuild.executor;

import java.nio.file.Path;

/** Something mounted into a container at an absolute path, made when it is missing. */
public sealed interface MountSpec {

  String target();

  /** A directory or file of the host, with all that is mounted below it; devices stay closed. */
  record Bind(Path source, String target, boolean readOnly) implements MountSpec {
    public Bind {
      checkTarget(target);
      source = source.toAbsolutePath();
    }
  }

  /** A file system in memory; size in bytes, 0 for half of the memory. */
  record Tmpfs(String target, int mode, long size) implements MountSpec {
    public Tmpfs {
      checkTarget(target);
      if (size < 0) {
        throw new IllegalArgumentException("negative size of the tmpfs at " + target);
      }
    }
  }

  static MountSpec bind(Path source, String target, boolean readOnly) {
    return new Bind(source, target, readOnly);
  }

  static MountSpec tmpfs(String target) {
    return new Tmpfs(target, 01777, 0);
  }

  private static void checkTarget(String target) {
    if (!target.startsWith("/")) {
      throw new IllegalArgumentException("the mount target is not absolute: " + target);
    }
  }
}
