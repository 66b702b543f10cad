package dev.jbuild.builder.image;

import dev.jbuild.builder.BuildException;
import dev.jbuild.cache.Store;
import dev.jbuild.cache.image.StoredImage;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageIndex;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.Manifest;
import dev.jbuild.oci.MediaTypes;
import dev.jbuild.oci.Platform;
import dev.jbuild.oci.layer.LayerDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes images ready to leave the store: every layer compressed, an index with new digests. */
final class OutgoingImages {
  private final Store store;
  private final CompressedManifest manifests;

  OutgoingImages(Store store, LayerDisk disk, KnownOrigins origins) {
    this.store = store;
    this.manifests = new CompressedManifest(store, disk, origins);
  }

  /**
   * The image or index that a name stands for.
   *
   * @param oci whether only OCI media types will do, as in an OCI image layout
   */
  OutgoingImage of(ImageReference name, Descriptor named, boolean oci)
      throws IOException, BuildException {
    if (!MediaTypes.isIndex(named.mediaType())) {
      Manifest manifest = manifest(name, named, oci);
      return new OutgoingImage(List.of(manifest), manifest, null, named.annotations());
    }
    ImageIndex index = ImageIndex.parse(store.content().read(named.digest()));
    List<Manifest> all = new ArrayList<>();
    List<Descriptor> listed = new ArrayList<>();
    for (Descriptor descriptor : index.manifests()) {
      Manifest manifest = manifest(name, descriptor, oci);
      all.add(manifest);
      listed.add(
          manifest
              .descriptor()
              .withPlatform(descriptor.platform())
              .withAnnotations(descriptor.annotations()));
    }
    if (all.isEmpty()) {
      throw Attempt.wrong(name.familiar() + " is an image index that lists no image");
    }
    boolean same = listed.equals(index.manifests());
    ImageIndex outgoing = same ? index : ImageIndex.of(listed, index.annotations());
    return new OutgoingImage(all, shown(outgoing, all), outgoing, named.annotations());
  }

  private Manifest manifest(ImageReference name, Descriptor descriptor, boolean oci)
      throws IOException, BuildException {
    Optional<StoredImage> found =
        MediaTypes.isIndex(descriptor.mediaType())
            ? Optional.empty()
            : store.images().open(descriptor);
    StoredImage image = found.orElseThrow(() -> missing(name, descriptor));
    ResolvedImage resolved = new ResolvedImage(name, descriptor, image.manifest(), image.config());
    return oci ? manifests.ofOci(resolved) : manifests.of(resolved);
  }

  private static Manifest shown(ImageIndex index, List<Manifest> all) {
    Optional<Digest> host = index.select(Platform.host()).map(Descriptor::digest);
    return all.stream()
        .filter(manifest -> host.filter(manifest.digest()::equals).isPresent())
        .findFirst()
        .orElse(all.getFirst());
  }

  private static BuildException missing(ImageReference name, Descriptor descriptor) {
    String what =
        descriptor.platform() == null
            ? "manifest " + descriptor.digest()
            : "image for " + descriptor.platform();
    return Attempt.wrong(
        "the "
            + what
            + " of "
            + name.familiar()
            + " is not in the local store; build or load all of it again");
  }
}
