package dev.jbuild.builder.sbom;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The licenses of {@code copyright} files that machines can read, with the names of the SPDX list
 * where Debian has others for the same (copyright-format 1.0, DEP-5).
 */
final class DebianLicenses {
  private static final Pattern GNU =
      Pattern.compile(
          "(A?GPL|LGPL|GFDL)-?v?([1-3](?:\\.\\d)?)(?:\\.0)?(\\+)?", Pattern.CASE_INSENSITIVE);
  private static final Map<String, String> OTHERS =
      Map.of(
          "expat", "MIT",
          "artistic", "Artistic-1.0",
          "cc0", "CC0-1.0",
          "perl", "GPL-1.0-or-later OR Artistic-1.0-Perl",
          "bsd-2", "BSD-2-Clause",
          "bsd-3", "BSD-3-Clause",
          "bsd-4", "BSD-4-Clause",
          "apache-2", "Apache-2.0",
          "psf-2", "PSF-2.0",
          "mpl-2", "MPL-2.0");

  private final LicenseNames names = new LicenseNames();

  /** Each license that a file of the package has, in alphabetical order; none of free texts. */
  List<String> read(InputStream copyright) throws IOException {
    List<Map<String, String>> stanzas = Stanzas.read(copyright);
    if (stanzas.isEmpty()
        || !stanzas.getFirst().getOrDefault("Format", "").contains("copyright-format")) {
      return List.of();
    }
    TreeSet<String> licenses = new TreeSet<>();
    for (Map<String, String> stanza : stanzas) {
      String license = stanza.getOrDefault("License", "").strip();
      // one without files is the text of a license that others name
      if (!license.isEmpty() && (stanza.containsKey("Files") || stanza.containsKey("Format"))) {
        licenses.add(spdx(license));
      }
    }
    return List.copyOf(licenses);
  }

  /** The expression as SPDX would write it; what SPDX has no name for stays as it is. */
  String spdx(String license) {
    String[] words = license.replace(",", "").split("\\s+", -1);
    String expression = List.of(words).stream().map(this::name).collect(Collectors.joining(" "));
    return names.expression(expression).orElse(license);
  }

  private String name(String word) {
    Matcher gnu = GNU.matcher(word);
    if (gnu.matches()) {
      String version = gnu.group(2).contains(".") ? gnu.group(2) : gnu.group(2) + ".0";
      String family = gnu.group(1).toUpperCase(Locale.ROOT);
      String number = family.equals("GFDL") && version.endsWith(".0") ? gnu.group(2) : version;
      return family + "-" + number + (gnu.group(3) == null ? "-only" : "-or-later");
    }
    return OTHERS.getOrDefault(word.toLowerCase(Locale.ROOT), word);
  }
}
