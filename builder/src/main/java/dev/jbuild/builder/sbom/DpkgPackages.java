package dev.jbuild.builder.sbom;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Packages of Debian and its kin: dpkg's status file, and the files of {@code status.d} that images
 * without dpkg have (distroless). Licenses are in the {@code copyright} files of packages.
 */
final class DpkgPackages implements PackageFinder {
  private static final String STATUS = "var/lib/dpkg/status";
  private static final String DIRECTORY = STATUS + ".d/";

  private static final Pattern COPYRIGHT = Pattern.compile("usr/share/doc/([^/]+)/copyright");

  private record Found(Map<String, String> fields, String location) {}

  private final List<Found> found = new ArrayList<>();
  private final Map<String, List<String>> licenses = new HashMap<>();
  private @Nullable DebianLicenses names;

  @Override
  public boolean wants(String path) {
    return path.equals(STATUS)
        || COPYRIGHT.matcher(path).matches()
        || (path.startsWith(DIRECTORY) && !path.endsWith(".md5sums"));
  }

  @Override
  public void read(String path, InputStream content) throws IOException {
    Matcher copyright = COPYRIGHT.matcher(path);
    if (copyright.matches()) {
      DebianLicenses known = names == null ? new DebianLicenses() : names;
      names = known;
      licenses.put(copyright.group(1), known.read(content));
      return;
    }
    for (Map<String, String> fields : Stanzas.read(content)) {
      // "want flag status"; those of status.d have none and are always installed
      String status = fields.getOrDefault("Status", "install ok installed");
      if (fields.containsKey("Package")
          && fields.containsKey("Version")
          && status.endsWith(" installed")) {
        found.add(new Found(fields, path));
      }
    }
  }

  @Override
  public List<SoftwarePackage> packages(OsRelease os) {
    return found.stream().map(each -> of(each, os)).toList();
  }

  private SoftwarePackage of(Found found, OsRelease os) {
    Map<String, String> fields = found.fields();
    TreeMap<String, String> qualifiers = new TreeMap<>();
    qualifiers.put("arch", fields.getOrDefault("Architecture", ""));
    qualifiers.put("distro", os.distro());
    qualifiers.put("upstream", upstream(fields));
    String vendor = os.equals(OsRelease.UNKNOWN) ? "debian" : os.id();
    Purl purl =
        new Purl(
            "deb",
            vendor,
            fields.getOrDefault("Package", ""),
            fields.getOrDefault("Version", ""),
            qualifiers);
    List<String> stated = licenses.getOrDefault(fields.getOrDefault("Package", ""), List.of());
    return new SoftwarePackage(purl, stated, fields.get("Maintainer"), found.location());
  }

  /** The source package when it is called differently: {@code Source: glibc (2.36-9)}. */
  private static String upstream(Map<String, String> fields) {
    String source = fields.getOrDefault("Source", "");
    int bracket = source.indexOf(" (");
    return bracket < 0
        ? source
        : source.substring(0, bracket) + "@" + source.substring(bracket + 2).replace(")", "");
  }

  @Override
  public List<String> unread() {
    return List.of();
  }
}
