package dev.jbuild.builder.share;

import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.Manifest;
import dev.jbuild.registry.RegistryClient;
import java.io.IOException;
import java.io.InputStream;

/** A shared cache in a registry. */
record RegistrySource(RegistryClient registry, ImageReference reference) implements CacheSource {

  @Override
  public Manifest manifest() throws IOException {
    return Manifest.parse(registry.manifest(reference).raw());
  }

  @Override
  public InputStream blob(Descriptor blob) throws IOException {
    return registry.blob(reference, blob);
  }
}
