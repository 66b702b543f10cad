package dev.jbuild.builder.sbom;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Packages of Debian and its kin: dpkg's status file, and the files of {@code status.d} that images
 * without dpkg have (distroless).
 */
final class DpkgPackages implements PackageFinder {
  private static final String STATUS = "var/lib/dpkg/status";
  private static final String DIRECTORY = STATUS + ".d/";

  private record Found(Map<String, String> fields, String location) {}

  private final List<Found> found = new ArrayList<>();

  @Override
  public boolean wants(String path) {
    return path.equals(STATUS) || (path.startsWith(DIRECTORY) && !path.endsWith(".md5sums"));
  }

  @Override
  public void read(String path, InputStream content) throws IOException {
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

  private static SoftwarePackage of(Found found, OsRelease os) {
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
    return new SoftwarePackage(purl, List.of(), fields.get("Maintainer"), found.location());
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
