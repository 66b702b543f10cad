package dev.jbuild.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A file of an image.
 *
 * @param kind file, dir, symlink, hardlink, char, block or fifo
 * @param detail size, link target or {@code major,minor}; empty when there is none
 * @param sha256 of a regular file's content
 */
record FileFact(
    String kind,
    String mode,
    long uid,
    long gid,
    String detail,
    @Nullable String sha256,
    Map<String, String> xattrs) {

  /** Reads {@code [kind, mode, uid, gid, detail, sha256, xattrs]}. */
  static FileFact parse(JsonNode node) {
    Map<String, String> xattrs = new TreeMap<>();
    node.get(6).properties().forEach(e -> xattrs.put(e.getKey(), e.getValue().asText()));
    return new FileFact(
        node.get(0).asText(),
        node.get(1).asText(),
        node.get(2).asLong(),
        node.get(3).asLong(),
        node.get(4).isNull() ? "" : node.get(4).asText(),
        node.get(5).isNull() ? null : node.get(5).asText(),
        xattrs);
  }

  boolean isDirectory() {
    return kind.equals("dir");
  }
}
