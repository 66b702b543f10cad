package dev.jbuild.builder.sbom;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Finds the databases of rpm, whose packages are not told: that the SBOM lacks them is. */
final class RpmDatabases implements PackageFinder {
  private static final Set<String> DIRECTORIES = Set.of("var/lib/rpm/", "usr/lib/sysimage/rpm/");
  private static final Set<String> FILES = Set.of("rpmdb.sqlite", "Packages.db", "Packages");

  private final List<String> unread = new ArrayList<>();

  @Override
  public boolean wants(String path) {
    int slash = path.lastIndexOf('/') + 1;
    return DIRECTORIES.contains(path.substring(0, slash)) && FILES.contains(path.substring(slash));
  }

  @Override
  public void read(String path, InputStream content) {
    unread.add("/" + path + " is a database of rpm, which is not read yet");
  }

  @Override
  public List<SoftwarePackage> packages(OsRelease os) {
    return List.of();
  }

  @Override
  public List<String> unread() {
    return List.copyOf(unread);
  }
}
