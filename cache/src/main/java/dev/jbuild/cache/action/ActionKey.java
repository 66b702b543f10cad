package dev.jbuild.cache.action;

import dev.jbuild.oci.Digest;
import dev.jbuild.oci.layer.FileName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The digest of everything that a vertex depends on. */
public record ActionKey(Digest digest) {
  private static final byte[] MAGIC = "jbuild-action1\n".getBytes(StandardCharsets.US_ASCII);

  /**
   * The key of named parts. Each name and value is hashed with its length before it, so no two
   * different sets of parts have the same bytes. Parts never hold a secret: they are kept.
   */
  public static ActionKey of(SortedMap<String, String> parts) {
    MessageDigest sha256 = Digest.newSha256();
    sha256.update(MAGIC);
    // A copy, because the order of the caller's map may be another than that of the names.
    for (Map.Entry<String, String> part : new TreeMap<>(Map.copyOf(parts)).entrySet()) {
      update(sha256, part.getKey());
      update(sha256, part.getValue());
    }
    return new ActionKey(Digest.ofSha256(sha256));
  }

  private static void update(MessageDigest sha256, String text) {
    byte[] bytes = FileName.encode(text);
    sha256.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
    sha256.update(bytes);
  }

  @Override
  public String toString() {
    return digest.toString();
  }
}
