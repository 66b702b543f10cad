package dev.jbuild.builder.share;

import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The places of files in an OCI image layout (image-spec, image-layout.md). */
final class LayoutFiles {
  static final String INDEX = "index.json";
  static final String TAG = "org.opencontainers.image.ref.name";

  private LayoutFiles() {}

  static Path blob(Path layout, Digest digest) {
    return layout.resolve("blobs").resolve(digest.algorithm()).resolve(digest.hex());
  }

  static boolean isTagged(Descriptor manifest, String tag) {
    return tag.equals(manifest.annotations().get(TAG));
  }

  /** A pipe or a device in the place of a file could keep a build waiting for ever. */
  static InputStream open(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException("there is no file " + file);
    }
    return Files.newInputStream(file);
  }
}
