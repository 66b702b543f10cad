package dev.jbuild.oci;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Points to content: what it is, its digest and its size in bytes (image-spec, descriptor.md). */
public record Descriptor(
    String mediaType,
    Digest digest,
    long size,
    @Nullable Platform platform,
    Map<String, String> annotations) {

  public Descriptor {
    if (size < 0) {
      throw new OciFormatException("a descriptor's size is not negative: " + size);
    }
    annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
  }

  public static Descriptor of(String mediaType, Digest digest, long size) {
    return new Descriptor(mediaType, digest, size, null, Map.of());
  }

  /** Describes {@code content} itself. */
  public static Descriptor of(String mediaType, byte[] content) {
    return of(mediaType, Digest.sha256(content), content.length);
  }

  public Descriptor withPlatform(@Nullable Platform newPlatform) {
    return new Descriptor(mediaType, digest, size, newPlatform, annotations);
  }

  public Descriptor withAnnotations(Map<String, String> newAnnotations) {
    return new Descriptor(mediaType, digest, size, platform, newAnnotations);
  }

  /** Whether both point to the same content, whatever else they say of it. */
  public boolean sameContent(Descriptor other) {
    return digest.equals(other.digest) && size == other.size;
  }

  /** Reads the JSON form, as {@link dev.jbuild.oci.json.Json#parse} gives it. */
  public static Descriptor fromJson(@Nullable Object json) {
    JsonObject object = JsonObject.of(json, "descriptor");
    Object platform = object.value("platform");
    return new Descriptor(
        object.string("mediaType", ""),
        Digest.parse(object.required("digest")),
        object.number("size", -1),
        platform == null ? null : Platform.fromJson(platform),
        object.stringMap("annotations"));
  }

  /** The JSON form, for {@link dev.jbuild.oci.json.Json#write}. */
  public Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("mediaType", mediaType);
    json.put("digest", digest.toString());
    json.put("size", size);
    if (!annotations.isEmpty()) {
      json.put("annotations", annotations);
    }
    if (platform != null) {
      json.put("platform", platform.toJson());
    }
    return json;
  }
}
