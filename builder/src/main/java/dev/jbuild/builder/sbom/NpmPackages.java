package dev.jbuild.builder.sbom;

import dev.jbuild.oci.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Packages of npm and its kin: the {@code package.json} of what is in {@code node_modules}. */
final class NpmPackages implements PackageFinder {
  private static final Pattern PATH =
      Pattern.compile("(?:.*/)?node_modules/(?:@[^/]+/)?[^/@.][^/]*/package\\.json");

  private final List<SoftwarePackage> found = new ArrayList<>();
  private final List<String> unread = new ArrayList<>();

  @Override
  public boolean wants(String path) {
    return path.endsWith("/package.json") && PATH.matcher(path).matches();
  }

  @Override
  public void read(String path, InputStream content) throws IOException {
    try {
      if (Json.parse(content.readAllBytes()) instanceof Map<?, ?> json
          && json.get("name") instanceof String name
          && json.get("version") instanceof String version) {
        int slash = name.startsWith("@") ? name.indexOf('/') : -1;
        Purl purl =
            new Purl(
                "npm",
                slash < 0 ? "" : name.substring(0, slash),
                name.substring(slash + 1),
                version,
                new TreeMap<>());
        found.add(new SoftwarePackage(purl, licenses(json), author(json.get("author")), path));
      }
    } catch (IllegalArgumentException e) {
      unread.add("/" + path + ": " + e.getMessage());
    }
  }

  /** {@code license} today; before npm 3 also objects, and {@code licenses}. */
  private static List<String> licenses(Map<?, ?> json) {
    List<String> licenses = new ArrayList<>();
    add(licenses, json.get("license"));
    if (json.get("licenses") instanceof List<?> all) {
      all.forEach(each -> add(licenses, each));
    }
    return licenses;
  }

  private static void add(List<String> licenses, @Nullable Object license) {
    Object name = license instanceof Map<?, ?> object ? object.get("type") : license;
    if (name instanceof String text && !text.isBlank()) {
      licenses.add(text.strip());
    }
  }

  private static @Nullable String author(@Nullable Object author) {
    Object name = author instanceof Map<?, ?> object ? object.get("name") : author;
    return name instanceof String text && !text.isBlank() ? text.strip() : null;
  }

  @Override
  public List<SoftwarePackage> packages(OsRelease os) {
    return List.copyOf(found);
  }

  @Override
  public List<String> unread() {
    return List.copyOf(unread);
  }
}
