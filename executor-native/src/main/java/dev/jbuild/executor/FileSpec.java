package dev.jbuild.executor;

import dev.jbuild.oci.layer.ByteString;
import java.nio.charset.StandardCharsets;

/**
 * A file that a container sees read-only at an absolute path, as /etc/hosts or a secret. Its
 * content is only ever in memory.
 *
 * @param mode permission bits
 */
public record FileSpec(String target, ByteString content, int mode, long uid, long gid) {
  public FileSpec {
    if (!target.startsWith("/")) {
      throw new IllegalArgumentException("the target of a file is not absolute: " + target);
    }
    if ((mode & ~0777) != 0) {
      throw new IllegalArgumentException("permission bits only: 0" + Integer.toOctalString(mode));
    }
  }

  /** A file of the container's root that everybody may read. */
  public static FileSpec of(String target, String text) {
    return of(target, text.getBytes(StandardCharsets.UTF_8));
  }

  public static FileSpec of(String target, byte[] content) {
    return new FileSpec(target, ByteString.of(content), 0644, 0, 0);
  }
}
