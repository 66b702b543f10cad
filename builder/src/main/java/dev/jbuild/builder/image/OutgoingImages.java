package dev.jbuild.builder.image;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.OutgoingForm;
import dev.jbuild.builder.OutgoingForm.Types;
import dev.jbuild.cache.Store;
import dev.jbuild.cache.image.StoredImage;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageIndex;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.Manifest;
import dev.jbuild.oci.MediaTypes;
import dev.jbuild.oci.Platform;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes images ready to leave the store: every layer a blob, an index with new digests. */
final class OutgoingImages {
  private final Store store;
  private final ImagePull pull;
  private final OutgoingForm form;
  private final OutgoingLayers layers;

  OutgoingImages(Store store, ImagePull pull, OutgoingForm form, OutgoingLayers layers) {
    this.store = store;
    this.pull = pull;
    this.form = form;
    this.layers = layers;
  }

  /** The image or index that a name stands for. */
  OutgoingImage of(ImageReference name, Descriptor named)
      throws IOException, BuildException, InterruptedException {
    if (!MediaTypes.isIndex(named.mediaType())) {
      Manifest manifest = manifest(name, named);
      return new OutgoingImage(List.of(manifest), manifest, null, named.annotations());
    }
    ImageIndex index = ImageIndex.parse(store.content().read(named.digest()));
    List<Manifest> all = new ArrayList<>();
    List<Descriptor> listed = new ArrayList<>();
    for (Descriptor descriptor : index.manifests()) {
      Manifest manifest = manifest(name, descriptor);
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
    ImageIndex outgoing = outgoing(index, listed);
    return new OutgoingImage(all, shown(outgoing, all), outgoing, named.annotations());
  }

  private ImageIndex outgoing(ImageIndex index, List<Descriptor> listed) {
    boolean docker = index.mediaType().equals(MediaTypes.DOCKER_MANIFEST_LIST);
    boolean typed = form.types() == Types.AS_THEY_CAME || docker == (form.types() == Types.DOCKER);
    if (typed && listed.equals(index.manifests())) {
      return index;
    }
    return form.types() == Types.DOCKER
        ? ImageIndex.ofDocker(listed)
        : ImageIndex.of(listed, index.annotations());
  }

  private Manifest manifest(ImageReference name, Descriptor descriptor)
      throws IOException, BuildException, InterruptedException {
    Optional<StoredImage> found =
        MediaTypes.isIndex(descriptor.mediaType())
            ? Optional.empty()
            : store.images().open(descriptor);
    StoredImage image = found.orElseThrow(() -> missing(name, descriptor));
    ResolvedImage resolved = new ResolvedImage(name, descriptor, image.manifest(), image.config());
    if (image.manifest().layers().stream().anyMatch(layers::needsContent)) {
      pull.layers(resolved);
    }
    return new OutgoingManifest(layers, form.types()).of(resolved);
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
