package dev.jbuild.builder.share;

import dev.jbuild.cache.action.ActionRecord;
import dev.jbuild.cache.action.RecordJson;
import dev.jbuild.oci.DiffId;
import dev.jbuild.oci.OciFormatException;
import dev.jbuild.oci.json.Json;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The cache in an image: a field of its config, {@code {"version":1,"records":[...]}}. The layers
 * of the records are those of the image.
 */
public final class InlineCache {
  static final String FIELD = "dev.jbuild.cache.v1";

  /** Where BuildKit has its own, of which nothing here could ever be used. */
  private static final String BUILDKIT = "moby.buildkit.cache.v0";

  private static final long VERSION = 1;

  private InlineCache() {}

  /**
   * The field for an image, with the steps that made its layers.
   *
   * @param steps records of steps, those of others among them
   * @param layers of the image
   * @param epoch the date of the image, which the records get as well, or null
   */
  public static Map<String, Object> field(
      Collection<ActionRecord> steps, Set<DiffId> layers, @Nullable Instant epoch) {
    Map<String, Object> cache = new LinkedHashMap<>();
    cache.put("version", VERSION);
    cache.put(
        "records",
        SharedRecords.of(steps, layers).stream()
            .map(record -> SharedRecords.dated(record, epoch))
            .map(RecordJson::write)
            .map(Json::parse)
            .toList());
    return Map.of(FIELD, cache);
  }

  /** The records in an image config; empty when there is no cache in it. */
  static Optional<List<ActionRecord>> records(Map<?, ?> config) {
    if (!config.containsKey(FIELD)) {
      return Optional.empty();
    }
    if (!(config.get(FIELD) instanceof Map<?, ?> cache)
        || !Long.valueOf(VERSION).equals(cache.get("version"))
        || !(cache.get("records") instanceof List<?> records)) {
      throw new OciFormatException("the cache in the image has a form that this jbuild knows not");
    }
    return Optional.of(
        records.stream().map(record -> RecordJson.read(Json.write(record))).toList());
  }

  /** Why an image without a cache has none that can be used. */
  static String absence(Map<?, ?> config) {
    return config.containsKey(BUILDKIT)
        ? "the cache in the image is BuildKit's, whose keys are digests of other things than"
            + " jbuild's, so that no step could be found in it"
        : "the image carries no cache; build it with --cache-to type=inline";
  }
}
