package dev.jbuild.registry.sign;

import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a signature says: that a digest is an image of a repository (cosign, SIGNATURE_SPEC.md,
 * "Simple Signing"; containers-signature(5)).
 *
 * @param dockerReference the repository, which says where it was signed and is not checked
 * @param image the digest of the manifest or image index
 */
record SimpleSigning(String dockerReference, Digest image) {
  static final String MEDIA_TYPE = "application/vnd.dev.cosign.simplesigning.v1+json";
  private static final String TYPE = "cosign container image signature";
  private static final String DOCKER_HUB = "docker.io";

  /** For an image as cosign calls it, whose name of Docker Hub is index.docker.io. */
  static SimpleSigning of(ImageReference repository, Digest image) {
    String registry = repository.registry();
    String host = registry.equals(DOCKER_HUB) ? "index." + DOCKER_HUB : registry;
    return new SimpleSigning(host + "/" + repository.repository(), image);
  }

  byte[] toJson() {
    Map<String, Object> critical = new LinkedHashMap<>();
    critical.put("identity", Map.of("docker-reference", dockerReference));
    critical.put("image", Map.of("docker-manifest-digest", image.toString()));
    critical.put("type", TYPE);
    Map<String, @Nullable Object> payload = new LinkedHashMap<>();
    payload.put("critical", critical);
    payload.put("optional", null);
    return Json.write(payload);
  }

  /**
   * Reads a payload, of which only this much counts.
   *
   * @throws IllegalArgumentException when it is of another form
   */
  static SimpleSigning parse(byte[] json) {
    Map<?, ?> critical = object(object(Json.parse(json)).get("critical"));
    String type = text(critical.get("type"));
    if (!type.equals(TYPE)) {
      throw new IllegalArgumentException("its type is not \"" + TYPE + "\"");
    }
    return new SimpleSigning(
        text(object(critical.get("identity")).get("docker-reference")),
        Digest.parse(text(object(critical.get("image")).get("docker-manifest-digest"))));
  }

  private static Map<?, ?> object(@Nullable Object json) {
    if (json instanceof Map<?, ?> map) {
      return map;
    }
    throw new IllegalArgumentException("it lacks an object that it must have");
  }

  private static String text(@Nullable Object json) {
    if (json instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("it lacks a string that it must have");
  }
}
