package dev.jbuild.builder.image;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.cache.Store;
import dev.jbuild.oci.DiffId;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.Platform;
import dev.jbuild.oci.layer.LayerDisk;
import dev.jbuild.registry.RegistryClient;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * Brings images into the local store: first what they are, and their layers only when somebody
 * needs them. Any number of pulls may run at once, in this process and in others; a blob is
 * downloaded by one of them and the others wait for it.
 */
public final class ImagePull {
  private final Store store;
  private final RegistryClient registry;
  private final BuildListener listener;
  private final LayerDisk disk;
  private final boolean unpacking;

  /**
   * Layers stay packed until somebody needs their files.
   *
   * @param disk helps to read them
   */
  public ImagePull(Store store, RegistryClient registry, BuildListener listener, LayerDisk disk) {
    this(store, registry, listener, disk, false);
  }

  private ImagePull(
      Store store,
      RegistryClient registry,
      BuildListener listener,
      LayerDisk disk,
      boolean unpacking) {
    this.store = store;
    this.registry = registry;
    this.listener = listener;
    this.disk = disk;
    this.unpacking = unpacking;
  }

  /** The same, but layers are unpacked while they arrive, for who needs their files soon. */
  public ImagePull unpacking() {
    return new ImagePull(store, registry, listener, disk, true);
  }

  /**
   * Finds the image of a name for a platform and brings its manifest and config into the store, but
   * no layers. What a registry gave is known locally by that name from then on.
   *
   * @throws BuildException when there is no such image, none for the platform, or no access
   */
  public ResolvedImage resolve(ImageReference reference, Platform platform, PullPolicy policy)
      throws BuildException, InterruptedException {
    return Attempt.to(
        "resolve " + reference.familiar(),
        () -> {
          LocalNames names = new LocalNames(store);
          // What a digest names never changes, so there is nothing to ask a registry about.
          if (policy != PullPolicy.ALWAYS || reference.digest() != null) {
            Optional<ResolvedImage> local = names.find(reference, platform);
            if (local.isPresent()) {
              return local.get();
            }
          }
          if (policy == PullPolicy.NEVER) {
            throw Attempt.wrong(
                "no image "
                    + reference.familiar()
                    + " for "
                    + platform
                    + " in the local store; build it, or get it with: jbuild pull "
                    + reference.familiar());
          }
          return new RemoteImage(store, registry, listener, reference).resolve(platform);
        });
  }

  /**
   * Makes sure that all layers of an image are in the store; downloads those that are not.
   *
   * @throws BuildException when a layer is nowhere to be had; what was fetched by then stays
   */
  public void layers(ResolvedImage image) throws BuildException, InterruptedException {
    layers(image.reference().familiar(), image.layers());
  }

  /**
   * Makes sure that layers are in the store; downloads those that are not.
   *
   * @param name of the image, for messages
   * @throws BuildException when a layer is nowhere to be had; what was fetched by then stays
   */
  public void layers(String name, List<DiffId> wanted) throws BuildException, InterruptedException {
    Attempt.to(
        "fetch the layers of " + name,
        () -> {
          KnownOrigins origins = KnownOrigins.of(store);
          BlobFetch fetch =
              new BlobFetch(store, registry, listener, "pull " + name, disk, unpacking);
          List<SideBySide.Transfer> transfers = new ArrayList<>();
          for (DiffId layer : new LinkedHashSet<>(wanted)) {
            if (!store.layers().available(layer)) {
              transfers.add(() -> fetch.layer(layer, origins.of(layer)));
            }
          }
          SideBySide.run(transfers);
          return wanted;
        });
  }

  /** Brings a whole image into the store. */
  public ResolvedImage pull(ImageReference reference, Platform platform, PullPolicy policy)
      throws BuildException, InterruptedException {
    ResolvedImage image = resolve(reference, platform, policy);
    layers(image);
    return image;
  }
}
