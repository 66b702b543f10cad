package dev.jbuild.builder.sbom;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Blocks of {@code Name: value} lines with empty lines between them. */
final class Stanzas {
  private Stanzas() {}

  /**
   * The fields of each block; lines that go on with a field, which begin with a space, are left
   * out.
   */
  static List<Map<String, String>> read(InputStream content) throws IOException {
    List<Map<String, String>> all = new ArrayList<>();
    Map<String, String> current = new LinkedHashMap<>();
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(content, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      int colon = line.indexOf(':');
      if (line.isBlank()) {
        add(all, current);
        current = new LinkedHashMap<>();
      } else if (colon > 0 && !Character.isWhitespace(line.charAt(0))) {
        current.putIfAbsent(line.substring(0, colon), line.substring(colon + 1).strip());
      }
    }
    add(all, current);
    return all;
  }

  private static void add(List<Map<String, String>> all, Map<String, String> stanza) {
    if (!stanza.isEmpty()) {
      all.add(stanza);
    }
  }
}
