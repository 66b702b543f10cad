package dev.jbuild.oci;

import dev.jbuild.oci.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An image index (or Docker manifest list) with its raw bytes (image-spec, image-index.md). */
public final class ImageIndex {
  private final byte[] raw;
  private final String mediaType;
  private final List<Descriptor> manifests;
  private final Map<String, String> annotations;

  private ImageIndex(byte[] raw, JsonObject json) {
    this.raw = raw;
    this.mediaType = json.string("mediaType", MediaTypes.OCI_INDEX);
    this.manifests = json.list("manifests").stream().map(Descriptor::fromJson).toList();
    this.annotations = json.stringMap("annotations");
  }

  /**
   * Reads an index of either media type.
   *
   * @throws OciFormatException when the bytes are no image index
   */
  public static ImageIndex parse(byte[] raw) {
    JsonObject json = JsonObject.parse(raw, "image index");
    if (json.number("schemaVersion", 0) != 2) {
      throw new OciFormatException("image index: only schemaVersion 2 is supported");
    }
    return new ImageIndex(raw.clone(), json);
  }

  public static ImageIndex of(List<Descriptor> manifests) {
    return of(manifests, Map.of());
  }

  public static ImageIndex of(List<Descriptor> manifests, Map<String, String> annotations) {
    return of(MediaTypes.OCI_INDEX, manifests, annotations);
  }

  /** Docker's manifest list; it has no annotations. */
  public static ImageIndex ofDocker(List<Descriptor> manifests) {
    return of(MediaTypes.DOCKER_MANIFEST_LIST, manifests, Map.of());
  }

  private static ImageIndex of(
      String mediaType, List<Descriptor> manifests, Map<String, String> annotations) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("schemaVersion", 2L);
    json.put("mediaType", mediaType);
    json.put("manifests", manifests.stream().map(Descriptor::toJson).toList());
    if (!annotations.isEmpty()) {
      json.put("annotations", annotations);
    }
    return parse(Json.write(json));
  }

  public String mediaType() {
    return mediaType;
  }

  public List<Descriptor> manifests() {
    return manifests;
  }

  public Map<String, String> annotations() {
    return annotations;
  }

  /**
   * The first manifest for {@code wanted}, which is the order of preference that the spec gives.
   */
  public Optional<Descriptor> select(Platform wanted) {
    return manifests.stream()
        .filter(candidate -> candidate.platform() != null && wanted.accepts(candidate.platform()))
        .findFirst();
  }

  public byte[] raw() {
    return raw.clone();
  }

  public Digest digest() {
    return Digest.sha256(raw);
  }

  public Descriptor descriptor() {
    return Descriptor.of(mediaType, raw);
  }
}
