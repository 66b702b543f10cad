package dev.jbuild.builder.share;

import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.ImageIndex;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.Manifest;
import dev.jbuild.oci.MediaTypes;
import dev.jbuild.registry.FetchedManifest;
import dev.jbuild.registry.RegistryClient;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** A shared cache in a registry, of its own or in images. */
record RegistrySource(RegistryClient registry, ImageReference reference) implements CacheSource {

  @Override
  public List<Manifest> manifests() throws IOException {
    FetchedManifest named = registry.manifest(reference);
    if (!MediaTypes.isIndex(named.mediaType())) {
      return List.of(Manifest.parse(named.raw()));
    }
    List<Manifest> manifests = new ArrayList<>();
    for (Descriptor listed : ImageIndex.parse(named.raw()).manifests()) {
      if (MediaTypes.isManifest(listed.mediaType())) {
        ImageReference name = reference.withTag(null).withDigest(listed.digest());
        manifests.add(Manifest.parse(registry.manifest(name).raw()));
      }
    }
    return manifests;
  }

  @Override
  public InputStream blob(Descriptor blob) throws IOException {
    return registry.blob(reference, blob);
  }
}
