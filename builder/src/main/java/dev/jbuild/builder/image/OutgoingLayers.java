package dev.jbuild.builder.image;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildException.Kind;
import dev.jbuild.builder.OutgoingForm;
import dev.jbuild.cache.Store;
import dev.jbuild.cache.content.UnfinishedBlob;
import dev.jbuild.cache.layer.LayerCompression.Method;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.DiffId;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.MediaTypes;
import dev.jbuild.oci.layer.LayerDisk;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The blobs in which layers leave the store. What came from a registry or an archive leaves as it
 * came; any other layer is compressed, once for each form.
 */
final class OutgoingLayers {
  private final Store store;
  private final LayerDisk disk;
  private final KnownOrigins origins;
  private final OutgoingForm form;
  private final Consumer<UnfinishedBlob> begun;

  /**
   * @param begun is given each blob that is made, when its making begins
   */
  OutgoingLayers(
      Store store,
      LayerDisk disk,
      KnownOrigins origins,
      OutgoingForm form,
      Consumer<UnfinishedBlob> begun) {
    this.store = store;
    this.disk = disk;
    this.origins = origins;
    this.form = form;
    this.begun = begun;
  }

  /**
   * The blob of a layer, made if it is not there.
   *
   * @param listed how the image lists the layer
   * @param image is named when the layer is lost
   */
  Descriptor of(DiffId layer, Descriptor listed, ImageReference image)
      throws IOException, BuildException {
    if (leavesAsItIs(listed)) {
      return listed;
    }
    if (store.layers().available(layer)) {
      return store.layers().compressed(layer, form.compression(), disk, begun);
    }
    Optional<KnownOrigins.Origin> origin = origins.of(layer).stream().findFirst();
    return origin.map(KnownOrigins.Origin::blob).orElseThrow(() -> lost(layer, image));
  }

  /** Whether the layer has to be here before it can leave in the form that is asked for. */
  boolean needsContent(Descriptor listed) {
    return form.forced() && !leavesAsItIs(listed);
  }

  private boolean leavesAsItIs(Descriptor listed) {
    boolean known = !origins.of(listed.digest()).isEmpty();
    if (method(listed) == Method.NONE) {
      return known && form.asked() == null;
    }
    boolean asWanted = !form.forced() || method(listed) == form.compression().method();
    return asWanted && (known || store.content().has(listed.digest()));
  }

  private static Method method(Descriptor layer) {
    return switch (layer.mediaType()) {
      case MediaTypes.OCI_LAYER, MediaTypes.DOCKER_LAYER -> Method.NONE;
      case MediaTypes.OCI_LAYER_ZSTD -> Method.ZSTD;
      default -> Method.GZIP;
    };
  }

  private static BuildException lost(DiffId layer, ImageReference image) {
    return new BuildException(
        Kind.ENVIRONMENT,
        null,
        "layer "
            + layer
            + " of "
            + image.familiar()
            + " is not in the local store any more; build or load the image again");
  }
}
