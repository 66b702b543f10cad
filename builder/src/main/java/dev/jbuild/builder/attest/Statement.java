package dev.jbuild.builder.attest;

import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.Manifest;
import dev.jbuild.oci.MediaTypes;
import dev.jbuild.oci.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An in-toto statement (v1) about an image, and the manifest that carries it as a referrer of that
 * image: one layer, whose media type and annotation are those of BuildKit's attestations.
 *
 * @param json the statement without its subject
 */
record Statement(Map<String, @Nullable Object> json) {
  static final String MEDIA_TYPE = "application/vnd.in-toto+json";
  static final String PREDICATE_TYPE = "in-toto.io/predicate-type";
  static final byte[] EMPTY = "{}".getBytes(StandardCharsets.UTF_8);

  static Statement of(Predicate predicate) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("_type", "https://in-toto.io/Statement/v1");
    json.put("subject", List.of());
    json.put("predicateType", predicate.type());
    json.put("predicate", predicate.content());
    return new Statement(json);
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException when it is none
   */
  static Statement parse(byte[] bytes) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    if (Json.parse(bytes) instanceof Map<?, ?> map && map.get("predicateType") instanceof String) {
      map.forEach((name, value) -> json.put(String.valueOf(name), value));
      return new Statement(json);
    }
    throw new IllegalArgumentException("no in-toto statement");
  }

  String predicateType() {
    return String.valueOf(json.get("predicateType"));
  }

  /** The statement about an image with that name and digest. */
  byte[] about(String name, Digest image) {
    Map<String, Object> subject = new LinkedHashMap<>();
    subject.put("name", name);
    subject.put("digest", Map.of(image.algorithm(), image.hex()));
    Map<String, @Nullable Object> whole = new LinkedHashMap<>(json);
    whole.put("subject", List.of(subject));
    return Json.write(whole);
  }

  /**
   * The manifest of a statement.
   *
   * @param statement its bytes
   */
  Manifest manifest(byte[] statement, Descriptor image) {
    Map<String, String> type = Map.of(PREDICATE_TYPE, predicateType());
    return Manifest.ofArtifact(
        MEDIA_TYPE,
        Descriptor.of(MediaTypes.OCI_EMPTY, EMPTY),
        List.of(Descriptor.of(MEDIA_TYPE, statement).withAnnotations(type)),
        Descriptor.of(image.mediaType(), image.digest(), image.size()),
        type);
  }
}
