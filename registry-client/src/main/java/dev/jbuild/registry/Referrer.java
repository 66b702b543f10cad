package dev.jbuild.registry;

import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.MediaTypes;
import dev.jbuild.oci.OciFormatException;
import dev.jbuild.oci.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A manifest that refers to another one as its {@code subject}: a signature, an SBOM (image-spec,
 * manifest.md).
 *
 * @param descriptor of the manifest that refers, with its annotations
 * @param artifactType what it is; of a manifest that does not say, the media type of its config
 */
public record Referrer(Descriptor descriptor, String artifactType) {

  /** What a manifest refers to, and how it is listed there. */
  record Reference(Digest subject, Referrer referrer) {}

  /** Reads a descriptor of a list of referrers. */
  static Referrer fromJson(Object json) {
    Object type = json instanceof Map<?, ?> map ? map.get("artifactType") : null;
    return new Referrer(Descriptor.fromJson(json), Objects.toString(type, ""));
  }

  Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>(descriptor.toJson());
    json.put("artifactType", artifactType);
    return json;
  }

  /** Reads a manifest or an index of any kind; empty when it has no subject. */
  static Optional<Reference> of(String mediaType, byte[] raw) {
    if (!(Json.parse(raw) instanceof Map<?, ?> manifest)
        || !(manifest.get("subject") instanceof Map<?, ?> subject)) {
      return Optional.empty();
    }
    Object config = manifest.get("config") instanceof Map<?, ?> map ? map.get("mediaType") : null;
    Object own = manifest.get("artifactType");
    Object type = own == null && MediaTypes.isManifest(mediaType) ? config : own;
    Map<String, String> annotations = new LinkedHashMap<>();
    if (manifest.get("annotations") instanceof Map<?, ?> map) {
      map.forEach((name, value) -> annotations.put(String.valueOf(name), String.valueOf(value)));
    }
    try {
      return Optional.of(
          new Reference(
              Descriptor.fromJson(subject).digest(),
              new Referrer(
                  Descriptor.of(mediaType, raw).withAnnotations(annotations),
                  Objects.toString(type, ""))));
    } catch (OciFormatException e) {
      throw new IllegalArgumentException("the subject of a manifest: " + e.getMessage(), e);
    }
  }
}
