package dev.jbuild.builder.sbom;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What distribution an image is, by its {@code os-release} (os-release(5)).
 *
 * @param id such as {@code debian}, {@code linux} when nothing says it
 * @param version such as {@code 12}, empty when nothing says it
 * @param title for people
 */
public record OsRelease(String id, String version, String title) {
  static final OsRelease UNKNOWN = new OsRelease("linux", "", "");

  static OsRelease parse(String text) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String line : text.lines().toList()) {
      int equals = line.indexOf('=');
      if (equals > 0 && !line.startsWith("#")) {
        values.put(line.substring(0, equals).strip(), unquoted(line.substring(equals + 1).strip()));
      }
    }
    String id = values.getOrDefault("ID", UNKNOWN.id).toLowerCase(Locale.ROOT);
    String title = values.getOrDefault("PRETTY_NAME", values.getOrDefault("NAME", ""));
    return new OsRelease(id, values.getOrDefault("VERSION_ID", ""), title);
  }

  private static String unquoted(String value) {
    boolean quoted =
        value.length() >= 2
            && (value.startsWith("\"") || value.startsWith("'"))
            && value.charAt(0) == value.charAt(value.length() - 1);
    String inner = quoted ? value.substring(1, value.length() - 1) : value;
    return inner.replaceAll("\\\\([\"'$`\\\\])", "$1");
  }

  /** As package URLs name it: {@code debian-12}. */
  String distro() {
    return version.isEmpty() ? id : id + "-" + version;
  }
}
