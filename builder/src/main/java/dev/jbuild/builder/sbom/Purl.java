package dev.jbuild.builder.sbom;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * A package URL, {@code pkg:deb/debian/curl@7.88.1-10?arch=amd64} (package-url/purl-spec).
 *
 * @param namespace parts with slashes between them, empty for none
 * @param version empty for none
 * @param qualifiers those with an empty value are left out
 */
public record Purl(
    String type,
    String namespace,
    String name,
    String version,
    SortedMap<String, String> qualifiers) {

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("pkg:").append(type).append('/');
    if (!namespace.isEmpty()) {
      text.append(
              Arrays.stream(namespace.split("/", -1))
                  .map(Purl::encoded)
                  .collect(Collectors.joining("/")))
          .append('/');
    }
    text.append(encoded(name));
    if (!version.isEmpty()) {
      text.append('@').append(encoded(version));
    }
    String more =
        qualifiers.entrySet().stream()
            .filter(each -> !each.getValue().isEmpty())
            .map(each -> each.getKey() + "=" + encoded(each.getValue()))
            .collect(Collectors.joining("&"));
    return more.isEmpty() ? text.toString() : text + "?" + more;
  }

  /** All but letters, digits, {@code .-_~} and the colon. */
  private static String encoded(String text) {
    StringBuilder encoded = new StringBuilder();
    for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (each & 0xFF);
      boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (plain || ".-_~:".indexOf(c) >= 0) {
        encoded.append(c);
      } else {
        encoded.append("%%%02X".formatted((int) c));
      }
    }
    return encoded.toString();
  }
}
