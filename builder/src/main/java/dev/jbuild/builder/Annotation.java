package dev.jbuild.builder;

import dev.jbuild.oci.Platform;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An annotation for the image that is built (image-spec, annotations.md).
 *
 * @param place what it is put on
 * @param platform the only image that it is for, null for all
 */
public record Annotation(Place place, @Nullable Platform platform, String key, String value) {
  private static final Pattern PLACE = Pattern.compile("([a-z-]+)(?:\\[([A-Za-z0-9_/-]+)\\])?");

  /** What carries annotations. A descriptor of a manifest stands in the index, if there is one. */
  public enum Place {
    MANIFEST,
    MANIFEST_DESCRIPTOR,
    INDEX,
    INDEX_DESCRIPTOR;

    public boolean isOfIndex() {
      return this == INDEX || this == INDEX_DESCRIPTOR;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * Reads {@code [place[platform],...:]key=value} as docker buildx has it, for example {@code
   * index,manifest[linux/arm64]:org.example=x}; without a place it is the manifest.
   *
   * @throws IllegalArgumentException when it has another form
   */
  public static List<Annotation> parse(String text) {
    int equals = text.indexOf('=');
    if (equals < 0) {
      throw new IllegalArgumentException("invalid annotation \"" + text + "\", expected key=value");
    }
    int colon = text.lastIndexOf(':', equals);
    String key = text.substring(colon + 1, equals);
    String value = text.substring(equals + 1);
    if (key.isEmpty()) {
      throw new IllegalArgumentException("invalid annotation \"" + text + "\": the key is empty");
    }
    if (colon < 0) {
      return List.of(new Annotation(Place.MANIFEST, null, key, value));
    }
    List<Annotation> annotations = new ArrayList<>();
    for (String word : text.substring(0, colon).split(",", -1)) {
      Matcher parts = PLACE.matcher(word);
      if (!parts.matches()) {
        throw new IllegalArgumentException(
            "invalid annotation type \""
                + word
                + "\", expected type and optional platform in square brackets");
      }
      String platform = parts.group(2);
      annotations.add(
          new Annotation(
              place(parts.group(1)),
              platform == null ? null : Platform.parse(platform),
              key,
              value));
    }
    return annotations;
  }

  private static Place place(String word) {
    for (Place place : Place.values()) {
      if (place.word().equals(word)) {
        return place;
      }
    }
    throw new IllegalArgumentException(
        "unknown annotation type \""
            + word
            + "\"; there are manifest, manifest-descriptor, index and index-descriptor");
  }

  /** What {@code annotations} put on a place; of one key the last counts. */
  public static Map<String, String> on(
      Place place, @Nullable Platform platform, List<Annotation> annotations) {
    Map<String, String> found = new LinkedHashMap<>();
    for (Annotation annotation : annotations) {
      Platform only = annotation.platform();
      boolean applies = only == null || (platform != null && only.accepts(platform));
      if (annotation.place() == place && applies) {
        found.put(annotation.key(), annotation.value());
      }
    }
    return found;
  }
}
