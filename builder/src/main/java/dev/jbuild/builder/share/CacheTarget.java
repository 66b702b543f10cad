package dev.jbuild.builder.share;

import dev.jbuild.builder.BuildException;
import dev.jbuild.oci.Manifest;
import java.io.IOException;

/** Where a shared cache is written to. */
interface CacheTarget {

  /**
   * Writes a cache; who reads sees the old one or the new one. The layers that the manifest lists
   * are in the store.
   *
   * @param config the config that the manifest lists
   */
  void write(Manifest manifest, byte[] config)
      throws IOException, BuildException, InterruptedException;
}
