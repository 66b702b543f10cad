package dev.jbuild.executor;

import java.nio.file.Path;
import java.util.List;

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

  /** A directory of the store that begins, when it is empty, with what the image has there. */
  record Volume(Path source, String target, boolean readOnly, boolean filled) implements MountSpec {
    public Volume {
      checkTarget(target);
      source = source.toAbsolutePath();
    }
  }

  /** A file system in memory; size in bytes, 0 for half of the memory. */
  record Tmpfs(String target, int mode, long size, boolean readOnly) implements MountSpec {
    public Tmpfs(String target, int mode, long size) {
      this(target, mode, size, false);
    }

    public Tmpfs {
      checkTarget(target);
      if (size < 0) {
        throw new IllegalArgumentException("negative size of the tmpfs at " + target);
      }
    }
  }

  /**
   * What a stack of layer directories (base first) has at {@code path}, a path from their root
   * without links on the way. What is written is thrown away.
   *
   * @param directory whether a directory is there, else another file
   */
  record Layers(List<Path> lowers, String path, boolean directory, String target, boolean readOnly)
      implements MountSpec {
    public Layers {
      checkTarget(target);
      lowers = List.copyOf(Lowers.distinct(lowers));
    }
  }

  /** A Unix socket of the host that gets this owner and mode, also on the host. */
  record Socket(Path source, String target, int mode, long uid, long gid) implements MountSpec {
    public Socket {
      checkTarget(target);
      source = source.toAbsolutePath();
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
