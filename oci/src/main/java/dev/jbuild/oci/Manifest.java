package dev.jbuild.oci;

import dev.jbuild.oci.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An image manifest with its raw bytes: a digest is always taken of what was received or first
 * written, never of a copy written again (image-spec, manifest.md).
 */
public final class Manifest {
  private final byte[] raw;
  private final String mediaType;
  private final Descriptor config;
  private final List<Descriptor> layers;
  private final Map<String, String> annotations;
  private final @Nullable String artifactType;
  private final @Nullable Descriptor subject;

  private Manifest(byte[] raw, JsonObject json) {
    this.raw = raw;
    this.mediaType = json.string("mediaType", MediaTypes.OCI_MANIFEST);
    this.config = Descriptor.fromJson(json.value("config"));
    this.layers = json.list("layers").stream().map(Descriptor::fromJson).toList();
    this.annotations = json.stringMap("annotations");
    this.artifactType = json.optionalString("artifactType");
    Object refersTo = json.value("subject");
    this.subject = refersTo == null ? null : Descriptor.fromJson(refersTo);
  }

  /**
   * Reads a manifest of either media type.
   *
   * @throws OciFormatException when the bytes are no manifest of schema version 2
   */
  public static Manifest parse(byte[] raw) {
    JsonObject json = JsonObject.parse(raw, "manifest");
    if (json.number("schemaVersion", 0) != 2) {
      throw new OciFormatException("manifest: only schemaVersion 2 is supported");
    }
    return new Manifest(raw.clone(), json);
  }

  public static Manifest of(Descriptor config, List<Descriptor> layers) {
    return of(config, layers, Map.of());
  }

  public static Manifest of(
      Descriptor config, List<Descriptor> layers, Map<String, String> annotations) {
    return of(MediaTypes.OCI_MANIFEST, config, layers, annotations);
  }

  /** Docker's manifest of schema 2; it has no annotations. */
  public static Manifest ofDocker(Descriptor config, List<Descriptor> layers) {
    return of(MediaTypes.DOCKER_MANIFEST, config, layers, Map.of());
  }

  /**
   * Something else than a container image, such as a signature (image-spec, manifest.md,
   * "Guidelines for Artifact Usage").
   *
   * @param subject what it refers to, null for nothing
   */
  public static Manifest ofArtifact(
      String artifactType,
      Descriptor config,
      List<Descriptor> layers,
      @Nullable Descriptor subject,
      Map<String, String> annotations) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("schemaVersion", 2L);
    json.put("mediaType", MediaTypes.OCI_MANIFEST);
    json.put("artifactType", artifactType);
    json.put("config", config.toJson());
    json.put("layers", layers.stream().map(Descriptor::toJson).toList());
    if (subject != null) {
      json.put("subject", subject.toJson());
    }
    if (!annotations.isEmpty()) {
      json.put("annotations", annotations);
    }
    return parse(Json.write(json));
  }

  private static Manifest of(
      String mediaType,
      Descriptor config,
      List<Descriptor> layers,
      Map<String, String> annotations) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("schemaVersion", 2L);
    json.put("mediaType", mediaType);
    json.put("config", config.toJson());
    json.put("layers", layers.stream().map(Descriptor::toJson).toList());
    if (!annotations.isEmpty()) {
      json.put("annotations", annotations);
    }
    return parse(Json.write(json));
  }

  public String mediaType() {
    return mediaType;
  }

  public Descriptor config() {
    return config;
  }

  /** The layers, base first. */
  public List<Descriptor> layers() {
    return layers;
  }

  public Map<String, String> annotations() {
    return annotations;
  }

  /** What an artifact is; null for images and for artifacts that only their config tells. */
  public @Nullable String artifactType() {
    return artifactType;
  }

  /** The manifest that this one refers to. */
  public @Nullable Descriptor subject() {
    return subject;
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
