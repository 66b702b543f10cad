package dev.jbuild.builder.sbom;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Packages of Alpine and its kin: the database of apk, one letter for each field. */
final class ApkPackages implements PackageFinder {
  private static final Set<String> DATABASES =
      Set.of("lib/apk/db/installed", "usr/lib/apk/db/installed");

  private record Found(Map<String, String> fields, String location) {}

  private final List<Found> found = new ArrayList<>();

  @Override
  public boolean wants(String path) {
    return DATABASES.contains(path);
  }

  @Override
  public void read(String path, InputStream content) throws IOException {
    for (Map<String, String> fields : Stanzas.read(content)) {
      if (fields.containsKey("P") && fields.containsKey("V")) {
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
    qualifiers.put("arch", fields.getOrDefault("A", ""));
    qualifiers.put("distro", os.distro());
    String name = fields.getOrDefault("P", "");
    String origin = fields.getOrDefault("o", "");
    qualifiers.put("upstream", origin.equals(name) ? "" : origin);
    String vendor = os.equals(OsRelease.UNKNOWN) ? "alpine" : os.id();
    Purl purl = new Purl("apk", vendor, name, fields.getOrDefault("V", ""), qualifiers);
    String license = fields.getOrDefault("L", "");
    List<String> licenses = license.isEmpty() ? List.of() : List.of(license);
    return new SoftwarePackage(purl, licenses, fields.get("m"), found.location());
  }

  @Override
  public List<String> unread() {
    return List.of();
  }
}
