package dev.jbuild.builder.share;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.image.SideBySide;
import dev.jbuild.cache.content.ContentStore;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.Manifest;
import dev.jbuild.registry.BlobSource;
import dev.jbuild.registry.RegistryClient;
import dev.jbuild.registry.TransferListener;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A shared cache under a tag of a registry. */
record RegistryTarget(
    RegistryClient registry, ImageReference reference, ContentStore content, BuildListener listener)
    implements CacheTarget {

  @Override
  public void write(Manifest manifest, byte[] config)
      throws IOException, BuildException, InterruptedException {
    List<SideBySide.Transfer> transfers = new ArrayList<>();
    transfers.add(() -> push(manifest.config(), () -> new ByteArrayInputStream(config)));
    for (Descriptor layer : manifest.layers()) {
      transfers.add(() -> push(layer, () -> content.open(layer.digest())));
    }
    SideBySide.run(transfers);
    registry.pushManifest(reference, manifest.mediaType(), manifest.raw());
  }

  private void push(Descriptor blob, BlobSource source) throws IOException {
    registry.pushBlob(
        reference,
        blob,
        source,
        new TransferListener() {
          @Override
          public void uploading(Descriptor uploaded, long sent) {
            listener.transferProgress(
                "cache to " + reference.familiar(), uploaded.digest(), sent, uploaded.size());
          }
        });
  }
}
