package dev.jbuild.builder.share;

import dev.jbuild.cache.action.ActionRecord;
import dev.jbuild.cache.action.RecordJson;
import dev.jbuild.oci.DiffId;
import dev.jbuild.oci.OciFormatException;
import dev.jbuild.oci.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The config blob of a shared cache, {@code {"version":1,"diffIds":[...],"records":[...]}}.
 *
 * @param layers the diffIDs of the manifest's layers, in their order
 * @param records in the form of the store, each with a checksum of its own
 */
record CacheDocument(List<DiffId> layers, List<ActionRecord> records) {
  static final String MEDIA_TYPE = "application/vnd.jbuild.cache.config.v1+json";
  private static final long VERSION = 1;

  CacheDocument {
    layers = List.copyOf(layers);
    records = List.copyOf(records);
  }

  byte[] toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("version", VERSION);
    json.put("diffIds", layers.stream().map(DiffId::toString).toList());
    json.put("records", records.stream().map(RecordJson::write).map(Json::parse).toList());
    return Json.write(json);
  }

  /** Throws IllegalArgumentException for bytes that are no such document. */
  static CacheDocument parse(byte[] raw) {
    if (!(Json.parse(raw) instanceof Map<?, ?> json)
        || !Long.valueOf(VERSION).equals(json.get("version"))
        || !(json.get("diffIds") instanceof List<?> layers)
        || !(json.get("records") instanceof List<?> records)) {
      throw new OciFormatException("not a cache of a form that this jbuild knows");
    }
    return new CacheDocument(
        layers.stream().map(layer -> DiffId.parse(String.valueOf(layer))).toList(),
        records.stream().map(record -> RecordJson.read(Json.write(record))).toList());
  }
}
