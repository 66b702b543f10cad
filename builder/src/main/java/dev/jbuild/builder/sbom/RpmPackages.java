package dev.jbuild.builder.sbom;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Packages of Fedora, SUSE and their kin: the databases of rpm, in all three forms. */
final class RpmPackages implements PackageFinder {
  private static final Set<String> DIRECTORIES = Set.of("var/lib/rpm/", "usr/lib/sysimage/rpm/");
  private static final String SQLITE = "rpmdb.sqlite";
  private static final String LOG = "rpmdb.sqlite-wal";
  private static final String NDB = "Packages.db";
  private static final String BERKELEY = "Packages";

  /** A key that was imported stands in the database as if it were a package. */
  private static final String KEY = "gpg-pubkey";

  private record Found(RpmHeader header, String location) {}

  private final List<Found> found = new ArrayList<>();
  private final List<String> unread = new ArrayList<>();

  @Override
  public boolean wants(String path) {
    int slash = path.lastIndexOf('/') + 1;
    return DIRECTORIES.contains(path.substring(0, slash))
        && Set.of(SQLITE, LOG, NDB, BERKELEY).contains(path.substring(slash));
  }

  @Override
  public void read(String path, InputStream content) throws IOException {
    byte[] bytes = content.readAllBytes();
    Consumer<byte[]> taker =
        header -> {
          if (header.length <= Integer.BYTES) {
            return; // the number that Berkeley DB's first record has for the next package
          }
          RpmHeader parsed = RpmHeader.parse(header);
          if (!parsed.name().isEmpty() && !parsed.name().equals(KEY)) {
            found.add(new Found(parsed, path));
          }
        };
    try {
      switch (path.substring(path.lastIndexOf('/') + 1)) {
        case SQLITE ->
            new SqliteTable(bytes)
                .rows(
                    "Packages",
                    row -> {
                      if (row.getLast() instanceof byte[] header) {
                        taker.accept(header);
                      }
                    });
        case LOG -> {
          if (bytes.length > 0) {
            unread.add("/" + path + " has changes that are not read");
          }
        }
        case NDB -> new NdbFile(bytes).packages(taker);
        case BERKELEY -> new BerkeleyHash(bytes).values(taker);
        default -> throw new IllegalStateException(path + " was not wanted");
      }
    } catch (IllegalArgumentException e) {
      unread.add("/" + path + ": " + e.getMessage());
    }
  }

  @Override
  public List<SoftwarePackage> packages(OsRelease os) {
    return found.stream().map(each -> of(each, os)).toList();
  }

  private static SoftwarePackage of(Found found, OsRelease os) {
    RpmHeader header = found.header();
    TreeMap<String, String> qualifiers = new TreeMap<>();
    qualifiers.put("arch", header.architecture());
    qualifiers.put("epoch", header.epoch());
    qualifiers.put("distro", os.distro());
    qualifiers.put("upstream", header.source());
    Purl purl = new Purl("rpm", os.id(), header.name(), header.version(), qualifiers);
    List<String> licenses = header.license().isEmpty() ? List.of() : List.of(header.license());
    String vendor = header.vendor().isEmpty() ? null : header.vendor();
    return new SoftwarePackage(purl, licenses, vendor, found.location());
  }

  @Override
  public List<String> unread() {
    return List.copyOf(unread);
  }
}
