package dev.jbuild.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/** An OCI image layout in a directory, read and written without any of the product's code. */
record OciDirectory(Path path) {
  static final ObjectMapper JSON = new ObjectMapper();

  static OciDirectory create(Path path) throws IOException {
    Files.createDirectories(path.resolve("blobs/sha256"));
    Files.writeString(path.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
    return new OciDirectory(path);
  }

  /** Adds a blob and says what a descriptor of it says. */
  Map<String, Object> add(String mediaType, byte[] bytes) throws IOException {
    String digest = sha256(bytes);
    Files.write(path.resolve("blobs/sha256").resolve(digest.substring(7)), bytes);
    return Map.of("mediaType", mediaType, "digest", digest, "size", bytes.length);
  }

  void writeIndex(Map<String, Object> index) throws IOException {
    JSON.writeValue(path.resolve("index.json").toFile(), index);
  }

  /** The manifest of the only image. */
  JsonNode manifest() throws IOException {
    JsonNode node = JSON.readTree(path.resolve("index.json").toFile());
    while (node.has("manifests")) {
      if (node.get("manifests").size() != 1) {
        throw new AssertionError("one image was expected: " + node);
      }
      node = JSON.readTree(blob(node.get("manifests").get(0)));
    }
    return node;
  }

  /** The bytes that a descriptor names, which must have its size and digest. */
  byte[] blob(JsonNode descriptor) throws IOException {
    String digest = descriptor.get("digest").asText();
    byte[] bytes = Files.readAllBytes(path.resolve("blobs").resolve(digest.replace(':', '/')));
    if (!sha256(bytes).equals(digest) || bytes.length != descriptor.get("size").asLong()) {
      throw new AssertionError("blob differs from its descriptor " + descriptor);
    }
    return bytes;
  }

  static String sha256(byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return "sha256:" + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
