package dev.jbuild.builder.share;

import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.Manifest;
import java.io.IOException;
import java.io.InputStream;

/** Where a shared cache is read from. */
interface CacheSource {

  /** The manifest of the cache, whose digest was checked. */
  Manifest manifest() throws IOException;

  /** The bytes of a blob, as they are: whoever reads them checks them. */
  InputStream blob(Descriptor blob) throws IOException;
}
