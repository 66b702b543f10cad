package dev.jbuild.oci;

import dev.jbuild.oci.json.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of an image: its platform, what a container starts with, its layers' diffIDs
 * (base first) and its history (image-spec, config.md).
 */
public record ImageConfig(
    Platform platform,
    @Nullable Instant created,
    @Nullable String author,
    ContainerConfig config,
    List<DiffId> diffIds,
    List<HistoryEntry> history) {

  public ImageConfig {
    diffIds = List.copyOf(diffIds);
    history = List.copyOf(history);
  }

  /** An image with nothing in it. */
  public static ImageConfig empty(Platform platform) {
    return new ImageConfig(platform, null, null, ContainerConfig.EMPTY, List.of(), List.of());
  }

  /**
   * Reads a config of either media type.
   *
   * @throws OciFormatException when the bytes are no image config
   */
  public static ImageConfig parse(byte[] raw) {
    JsonObject json = JsonObject.parse(raw, "image config");
    Object rootfs = json.value("rootfs");
    List<String> diffIds =
        rootfs == null ? List.of() : JsonObject.of(rootfs, "rootfs").strings("diff_ids");
    return new ImageConfig(
        Platform.of(
            json.string("os", "linux"),
            json.string("architecture", "amd64"),
            json.optionalString("variant")),
        Times.parse(json.optionalString("created")),
        json.optionalString("author"),
        ContainerConfig.fromJson(json.value("config")),
        diffIds.stream().map(DiffId::parse).toList(),
        json.list("history").stream().map(HistoryEntry::fromJson).toList());
  }

  /** The JSON form; equal values give equal bytes. */
  public byte[] toJson() {
    return toJson(Map.of());
  }

  /**
   * The JSON form with more fields than the specification has, which readers have to ignore
   * (image-spec, config.md, "Any extra fields").
   */
  public byte[] toJson(Map<String, Object> more) {
    Map<String, Object> json = new LinkedHashMap<>();
    Times.put(json, "created", created);
    if (author != null && !author.isEmpty()) {
      json.put("author", author);
    }
    json.putAll(platform.toJson());
    json.put("config", config.toJson());
    Map<String, Object> rootfs = new LinkedHashMap<>();
    rootfs.put("type", "layers");
    rootfs.put("diff_ids", diffIds.stream().map(DiffId::toString).toList());
    json.put("rootfs", rootfs);
    if (!history.isEmpty()) {
      json.put("history", history.stream().map(HistoryEntry::toJson).toList());
    }
    json.putAll(more);
    return Json.write(json);
  }

  public ImageConfig withConfig(ContainerConfig value) {
    return new ImageConfig(platform, created, author, value, diffIds, history);
  }

  public ImageConfig withAuthor(@Nullable String value) {
    return new ImageConfig(platform, created, value, config, diffIds, history);
  }

  public ImageConfig withCreated(@Nullable Instant value) {
    return new ImageConfig(platform, value, author, config, diffIds, history);
  }

  public ImageConfig withLayers(List<DiffId> newDiffIds, List<HistoryEntry> newHistory) {
    return new ImageConfig(platform, created, author, config, newDiffIds, newHistory);
  }
}
