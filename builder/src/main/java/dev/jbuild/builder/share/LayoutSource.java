package dev.jbuild.builder.share;

import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.ImageIndex;
import dev.jbuild.oci.Manifest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** A shared cache in an OCI image layout. */
record LayoutSource(Path directory, String tag) implements CacheSource {
  private static final int MOST = 4 << 20;

  @Override
  public Manifest manifest() throws IOException {
    Path file = directory.resolve(LayoutFiles.INDEX);
    byte[] index;
    try (InputStream in = LayoutFiles.open(file)) {
      index = Verified.atMost(in, MOST, file.toString());
    }
    for (Descriptor listed : ImageIndex.parse(index).manifests()) {
      if (LayoutFiles.isTagged(listed, tag)) {
        try (InputStream in = blob(listed)) {
          return Manifest.parse(Verified.bytes(in, listed, MOST));
        }
      }
    }
    throw new IOException("there is no cache with the tag " + tag);
  }

  @Override
  public InputStream blob(Descriptor blob) throws IOException {
    return LayoutFiles.open(LayoutFiles.blob(directory, blob.digest()));
  }
}
