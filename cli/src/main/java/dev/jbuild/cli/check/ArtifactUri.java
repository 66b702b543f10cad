package dev.jbuild.cli.check;

import java.net.URI;
import java.net.URISyntaxException;

/** Paths as SARIF wants them: as URI references (RFC 3986, section 4.1). */
final class ArtifactUri {
  private ArtifactUri() {}

  /** A relative path stays relative; readers resolve it against the directory of the checkout. */
  static String of(String path) {
    String scheme = path.startsWith("/") ? "file" : null;
    String withoutDot = path.startsWith("./") ? path.substring(2) : path;
    try {
      // Without "./" a colon in the first part would be taken for the end of a scheme.
      boolean colon = scheme == null && withoutDot.indexOf(':') >= 0;
      String shown = colon ? "./" + withoutDot : withoutDot;
      return new URI(scheme, scheme == null ? null : "", shown, null).toASCIIString();
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("no path: " + path, e);
    }
  }
}
