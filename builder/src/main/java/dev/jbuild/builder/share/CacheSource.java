package dev.jbuild.builder.share;

import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.Manifest;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Where a shared cache is read from. */
interface CacheSource {

  /** The manifest of the cache, or all of an image index. Their digests were checked. */
  List<Manifest> manifests() throws IOException;

  /** The bytes of a blob, as they are: whoever reads them checks them. */
  InputStream blob(Descriptor blob) throws IOException;
}
