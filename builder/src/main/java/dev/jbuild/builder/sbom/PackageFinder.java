package dev.jbuild.builder.sbom;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Knows one way in which packages are installed. Files come in no certain order. */
interface PackageFinder {

  /** Whether a regular file says what is installed; the path is from the root, without a slash. */
  boolean wants(String path);

  /** Reads a file that it wants. */
  void read(String path, InputStream content) throws IOException;

  /** All that was found. */
  List<SoftwarePackage> packages(OsRelease os);

  /** What could not be read, for people. */
  List<String> unread();
}
