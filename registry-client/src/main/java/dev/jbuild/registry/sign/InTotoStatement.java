package dev.jbuild.registry.sign;

import dev.jbuild.oci.Digest;
import dev.jbuild.oci.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What counts of an in-toto statement when it is verified.
 *
 * @param subjects digests of what it is about, as {@code ALGORITHM:HEX}
 */
record InTotoStatement(String predicateType, List<String> subjects) {
  static final String MEDIA_TYPE = "application/vnd.in-toto+json";
  private static final Set<String> TYPES =
      Set.of("https://in-toto.io/Statement/v1", "https://in-toto.io/Statement/v0.1");

  /** Throws IllegalArgumentException for what is no statement. */
  static InTotoStatement parse(byte[] json) {
    if (Json.parse(json) instanceof Map<?, ?> statement
        && statement.get("_type") instanceof String type
        && TYPES.contains(type)
        && statement.get("predicateType") instanceof String predicate
        && statement.get("subject") instanceof List<?> subjects) {
      List<String> digests = subjects.stream().flatMap(each -> digests(each).stream()).toList();
      return new InTotoStatement(predicate, digests);
    }
    throw new IllegalArgumentException("no in-toto statement");
  }

  private static List<String> digests(Object subject) {
    return subject instanceof Map<?, ?> map && map.get("digest") instanceof Map<?, ?> digests
        ? digests.entrySet().stream().map(each -> each.getKey() + ":" + each.getValue()).toList()
        : List.of();
  }

  boolean isAbout(Digest image) {
    return subjects.contains(image.toString());
  }
}
