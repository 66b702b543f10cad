package dev.jbuild.builder.sbom;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Java archives, and archives in them as Spring Boot and servlet containers have them. Maven's
 * {@code pom.properties} say what is in one; without any its manifest and its name do.
 */
final class JavaArchives implements PackageFinder {
  private static final Set<String> TYPES = Set.of("jar", "war", "ear", "jpi", "hpi");
  private static final Pattern PROPERTIES =
      Pattern.compile("META-INF/maven/[^/]+/[^/]+/pom\\.properties");
  private static final Pattern FILE = Pattern.compile("(.+?)-(\\d[^/]*)");
  private static final int MAX_NESTING = 4;
  private static final int LARGEST = 1 << 20;

  private final List<SoftwarePackage> found = new ArrayList<>();
  private final List<String> unread = new ArrayList<>();

  @Override
  public boolean wants(String path) {
    return TYPES.contains(path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
  }

  @Override
  public void read(String path, InputStream content) throws IOException {
    try {
      archive(path, content, MAX_NESTING);
    } catch (ZipException | IllegalArgumentException e) {
      unread.add("/" + path + ": " + e.getMessage());
    }
  }

  private void archive(String path, InputStream content, int nesting) throws IOException {
    ZipInputStream zip = new ZipInputStream(content);
    Manifest manifest = null;
    boolean described = false;
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      String name = entry.getName();
      if (name.equals("META-INF/MANIFEST.MF")) {
        manifest = new Manifest(limited(zip));
      } else if (PROPERTIES.matcher(name).matches()) {
        described |= properties(path, zip);
      } else if (!entry.isDirectory() && wants(name) && nesting > 0) {
        archive(path + "!/" + name, open(zip), nesting - 1);
      }
    }
    if (!described) {
      byManifest(path, manifest == null ? new Attributes() : manifest.getMainAttributes());
    }
  }

  /** A manifest or a list of properties that is larger is none. */
  private static InputStream limited(InputStream in) throws IOException {
    return new ByteArrayInputStream(in.readNBytes(LARGEST));
  }

  private static InputStream open(ZipInputStream zip) {
    return new FilterInputStream(zip) {
      @Override
      public void close() {} // the outer archive goes on
    };
  }

  private boolean properties(String path, ZipInputStream zip) throws IOException {
    Properties properties = new Properties();
    properties.load(limited(zip));
    String group = properties.getProperty("groupId", "").strip();
    String artifact = properties.getProperty("artifactId", "").strip();
    String version = properties.getProperty("version", "").strip();
    if (group.isEmpty() || artifact.isEmpty() || version.isEmpty()) {
      return false;
    }
    add(new Purl("maven", group, artifact, version, new TreeMap<>()), null, null, path);
    return true;
  }

  private void byManifest(String path, Attributes attributes) {
    String file = path.substring(path.lastIndexOf('/') + 1);
    Matcher named = FILE.matcher(file.substring(0, file.lastIndexOf('.')));
    boolean says = named.matches();
    String symbolic = value(attributes, "Bundle-SymbolicName").replaceFirst(";.*", "").strip();
    String name = says ? named.group(1) : value(attributes, "Implementation-Title", symbolic);
    String version =
        says
            ? named.group(2)
            : value(attributes, "Implementation-Version", value(attributes, "Bundle-Version"));
    if (name.isBlank() || version.isBlank()) {
      return; // an archive of classes that says nothing of itself
    }
    String group = value(attributes, "Implementation-Vendor-Id");
    Purl purl =
        group.isBlank()
            ? new Purl("generic", "", name.strip(), version.strip(), new TreeMap<>())
            : new Purl("maven", group.strip(), name.strip(), version.strip(), new TreeMap<>());
    add(
        purl,
        value(attributes, "Bundle-License"),
        value(attributes, "Implementation-Vendor", value(attributes, "Bundle-Vendor")),
        path);
  }

  private static String value(Attributes attributes, String name) {
    return value(attributes, name, "");
  }

  private static String value(Attributes attributes, String name, String otherwise) {
    String value = attributes.getValue(name);
    return value == null || value.isBlank() ? otherwise : value;
  }

  private void add(Purl purl, @Nullable String license, @Nullable String vendor, String location) {
    List<String> licenses =
        license == null || license.isBlank() ? List.of() : List.of(license.strip());
    String supplier = vendor == null || vendor.isBlank() ? null : vendor.strip();
    found.add(new SoftwarePackage(purl, licenses, supplier, location));
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
