package dev.jbuild.cache.mount;

import dev.jbuild.oci.Digest;
import java.nio.charset.StandardCharsets;

/**
 * What tells one cache mount from another: its id, and how it begins. As with BuildKit a mount that
 * begins with other files or another owner is another one, even if it has the same id.
 *
 * @param start in words, "" for an empty directory of root
 */
public record CacheKey(String id, String start) {

  /** The name of its directory in the store. */
  String name() {
    return Digest.sha256((id + "\n" + start).getBytes(StandardCharsets.UTF_8)).hex();
  }
}
