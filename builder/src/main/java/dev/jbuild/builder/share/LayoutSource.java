package dev.jbuild.builder.share;

import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.ImageIndex;
import dev.jbuild.oci.Manifest;
import dev.jbuild.oci.MediaTypes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A shared cache in an OCI image layout, of its own or in images. */
record LayoutSource(Path directory, String tag) implements CacheSource {
  private static final int MOST = 4 << 20;

  @Override
  public List<Manifest> manifests() throws IOException {
    Path file = directory.resolve(LayoutFiles.INDEX);
    byte[] index;
    try (InputStream in = LayoutFiles.open(file)) {
      index = Verified.atMost(in, MOST, file.toString());
    }
    for (Descriptor listed : ImageIndex.parse(index).manifests()) {
      if (LayoutFiles.isTagged(listed, tag)) {
        return manifests(listed);
      }
    }
    throw new IOException("there is no cache with the tag " + tag);
  }

  private List<Manifest> manifests(Descriptor named) throws IOException {
    if (!MediaTypes.isIndex(named.mediaType())) {
      return List.of(Manifest.parse(small(named)));
    }
    List<Manifest> manifests = new ArrayList<>();
    for (Descriptor listed : ImageIndex.parse(small(named)).manifests()) {
      if (MediaTypes.isManifest(listed.mediaType())) {
        manifests.add(Manifest.parse(small(listed)));
      }
    }
    return manifests;
  }

  private byte[] small(Descriptor blob) throws IOException {
    try (InputStream in = blob(blob)) {
      return Verified.bytes(in, blob, MOST);
    }
  }

  @Override
  public InputStream blob(Descriptor blob) throws IOException {
    return LayoutFiles.open(LayoutFiles.blob(directory, blob.digest()));
  }
}
