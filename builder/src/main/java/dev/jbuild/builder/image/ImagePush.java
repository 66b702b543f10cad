package dev.jbuild.builder.image;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.OutgoingForm;
import dev.jbuild.cache.Store;
import dev.jbuild.cache.disk.LostContentException;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.DiffId;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.Manifest;
import dev.jbuild.oci.layer.LayerDisk;
import dev.jbuild.registry.RegistryClient;
import dev.jbuild.registry.TransferListener;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Pushes images of the local store. Blobs that the repository has are not sent, those that another
 * repository of the registry has are mounted; the manifest goes last, and after those that it lists
 * if it is an index, so that a push that fails leaves no image in parts.
 */
public final class ImagePush {
  private final Store store;
  private final RegistryClient registry;
  private final LayerDisk disk;
  private final BuildListener listener;
  private final Set<ImageReference> there = ConcurrentHashMap.newKeySet();

  /**
   * @param disk asked only for layers that were never compressed before
   */
  public ImagePush(Store store, RegistryClient registry, LayerDisk disk, BuildListener listener) {
    this.store = store;
    this.registry = registry;
    this.disk = disk;
    this.listener = listener;
  }

  /**
   * Pushes the image of that name to where the name says.
   *
   * @return the manifest as it is in the registry now
   * @throws BuildException when there is no such image or the registry does not take it
   */
  public Descriptor push(ImageReference target) throws BuildException, InterruptedException {
    return push(target, OutgoingForm.DEFAULT);
  }

  /** As {@link #push(ImageReference)}, in that form. */
  public Descriptor push(ImageReference target, OutgoingForm form)
      throws BuildException, InterruptedException {
    if (target.digest() != null) {
      throw Attempt.wrong(
          "cannot push " + target.familiar() + ": an image is pushed under a tag, not a digest");
    }
    return Attempt.to(
        "push " + target.familiar(),
        () -> {
          try {
            return attempt(target, form);
          } catch (LostContentException e) {
            // What was damaged is missing from now on, and what is missing is made or got again.
            listener.warning(e.getMessage() + "; pushing again without it", null);
            return attempt(target, form);
          }
        });
  }

  private Descriptor attempt(ImageReference target, OutgoingForm form)
      throws IOException, BuildException, InterruptedException {
    Descriptor named =
        store
            .tags()
            .find(target)
            .orElseThrow(
                () ->
                    Attempt.wrong(
                        "no image "
                            + target.familiar()
                            + " in the local store; build it with -t "
                            + target.familiar()
                            + ", or name one so with: jbuild tag"));
    KnownOrigins origins = KnownOrigins.of(store);
    ImagePull pull = new ImagePull(store, registry, listener, disk);
    OutgoingImage image;
    try (LayerStreams streams = streams(target)) {
      OutgoingLayers layers = new OutgoingLayers(store, disk, origins, form, streams::begin);
      image = new OutgoingImages(store, pull, form, layers).of(target, named);
      Map<Digest, Descriptor> blobs = new LinkedHashMap<>();
      image.blobs().forEach(blob -> blobs.put(blob.digest(), blob));
      SideBySide.run(
          blobs.values().stream()
              .map(blob -> (SideBySide.Transfer) () -> push(target, blob, origins, streams))
              .toList());
    }
    for (Manifest manifest : image.manifests()) {
      ImageReference name = LocalNames.digestName(target, manifest.digest());
      if (image.index() != null) {
        registry.pushManifest(name, manifest.mediaType(), manifest.raw());
      }
      store.content().put(manifest.raw());
    }
    Descriptor pushed = registry.pushManifest(target, image.descriptor().mediaType(), image.raw());
    store.content().put(image.raw());
    for (Manifest manifest : image.manifests()) {
      remember(target, manifest.descriptor());
    }
    remember(target, image.descriptor());
    return pushed;
  }

  private void remember(ImageReference target, Descriptor manifest) throws IOException {
    store.tags().tag(LocalNames.digestName(target, manifest.digest()), manifest);
  }

  /**
   * Sends the blob of one layer, before there is an image that lists it.
   *
   * @param listed how the image will list the layer
   */
  void ahead(ImageReference target, DiffId layer, Descriptor listed, OutgoingForm form)
      throws IOException, BuildException {
    KnownOrigins origins = KnownOrigins.of(store);
    try (LayerStreams streams = streams(target)) {
      OutgoingLayers layers = new OutgoingLayers(store, disk, origins, form, streams::begin);
      if (!layers.needsContent(listed) || store.layers().available(layer)) {
        push(target, layers.of(layer, listed, target), origins, streams);
      }
    }
  }

  private LayerStreams streams(ImageReference target) {
    return new LayerStreams(registry, target, progress(target));
  }

  private Progress progress(ImageReference target) {
    return new Progress("push " + target.familiar());
  }

  private void push(
      ImageReference target, Descriptor blob, KnownOrigins origins, LayerStreams streams)
      throws IOException {
    ImageReference name = LocalNames.digestName(target, blob.digest());
    if (there.contains(name)) {
      return;
    }
    if (!streams.sent(blob)) {
      registry.pushBlob(
          target,
          blob,
          () -> open(blob, origins),
          origins.mountable(target, blob.digest()).orElse(null),
          progress(target));
    }
    there.add(name);
  }

  /** Layers of a base that nothing needed here go from its registry to the target's. */
  private InputStream open(Descriptor blob, KnownOrigins origins) throws IOException {
    if (store.content().has(blob.digest()) || origins.of(blob.digest()).isEmpty()) {
      return store.content().open(blob.digest());
    }
    return registry.blob(origins.of(blob.digest()).getFirst().repository(), blob);
  }

  private final class Progress implements TransferListener {
    private final String what;

    Progress(String what) {
      this.what = what;
    }

    @Override
    public void uploading(Descriptor blob, long sent) {
      listener.transferProgress(what, blob.digest(), sent, blob.size());
    }

    @Override
    public void alreadyThere(Descriptor blob) {
      listener.transferProgress(what, blob.digest(), blob.size(), blob.size());
    }
  }
}
