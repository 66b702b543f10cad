package dev.jbuild.oci;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One line of an image's history (image-spec, config.md, "history"). */
public record HistoryEntry(
    @Nullable Instant created,
    @Nullable String createdBy,
    @Nullable String author,
    @Nullable String comment,
    boolean emptyLayer) {

  public HistoryEntry withCreated(@Nullable Instant newCreated) {
    return new HistoryEntry(newCreated, createdBy, author, comment, emptyLayer);
  }

  static HistoryEntry fromJson(@Nullable Object json) {
    JsonObject object = JsonObject.of(json, "history");
    return new HistoryEntry(
        Times.parse(object.optionalString("created")),
        object.optionalString("created_by"),
        object.optionalString("author"),
        object.optionalString("comment"),
        object.flag("empty_layer"));
  }

  Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    Times.put(json, "created", created);
    putText(json, "created_by", createdBy);
    putText(json, "author", author);
    putText(json, "comment", comment);
    if (emptyLayer) {
      json.put("empty_layer", true);
    }
    return json;
  }

  private static void putText(Map<String, Object> json, String name, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      json.put(name, value);
    }
  }
}
