package dev.jbuild.builder.image;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildException.Kind;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.cache.Store;
import dev.jbuild.cache.content.BlobWriter;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.ImageConfig;
import dev.jbuild.oci.ImageIndex;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.Manifest;
import dev.jbuild.oci.MediaTypes;
import dev.jbuild.oci.OciFormatException;
import dev.jbuild.oci.Platform;
import dev.jbuild.registry.FetchedManifest;
import dev.jbuild.registry.RegistryClient;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** An image of a registry: what it is for a platform is fetched and named in the local store. */
final class RemoteImage {
  private static final Set<String> CONFIGS =
      Set.of(MediaTypes.OCI_CONFIG, MediaTypes.DOCKER_CONFIG);

  private final Store store;
  private final RegistryClient registry;
  private final BuildListener listener;
  private final ImageReference reference;

  RemoteImage(
      Store store, RegistryClient registry, BuildListener listener, ImageReference reference) {
    this.store = store;
    this.registry = registry;
    this.listener = listener;
    this.reference = reference;
  }

  ResolvedImage resolve(Platform platform)
      throws IOException, BuildException, InterruptedException {
    FetchedManifest named = registry.manifest(reference);
    try {
      FetchedManifest manifest =
          MediaTypes.isIndex(named.mediaType()) ? select(named, platform) : named;
      ResolvedImage image = image(manifest);
      checkPlatform(image, platform);
      name(image, named.descriptor());
      return image;
    } catch (OciFormatException e) {
      throw new BuildException(
          Kind.REGISTRY,
          null,
          reference.familiar() + " is damaged in its registry: " + e.getMessage(),
          e);
    }
  }

  private FetchedManifest select(FetchedManifest index, Platform platform)
      throws IOException, BuildException {
    List<Descriptor> offered = ImageIndex.parse(index.raw()).manifests();
    Descriptor selected =
        ImageIndex.parse(index.raw())
            .select(platform)
            .orElseThrow(() -> notFor(platform, platforms(offered)));
    if (!MediaTypes.isManifest(selected.mediaType())) {
      throw new OciFormatException(
          "its index lists " + selected.mediaType() + " for " + platform + ", not an image");
    }
    keep(index.descriptor(), index.raw());
    return registry.manifest(LocalNames.digestName(reference, selected.digest()));
  }

  private ResolvedImage image(FetchedManifest fetched)
      throws IOException, BuildException, InterruptedException {
    Manifest manifest = Manifest.parse(fetched.raw());
    if (!CONFIGS.contains(manifest.config().mediaType())) {
      throw new BuildException(
          Kind.REGISTRY,
          null,
          reference.familiar()
              + " is no container image: its config is of type "
              + manifest.config().mediaType());
    }
    new BlobFetch(store, registry, listener, "pull " + reference.familiar())
        .blob(reference, manifest.config());
    ImageConfig config = ImageConfig.parse(store.content().read(manifest.config().digest()));
    if (config.diffIds().size() != manifest.layers().size()) {
      throw new OciFormatException(
          "its manifest lists "
              + manifest.layers().size()
              + " layers and its config "
              + config.diffIds().size());
    }
    keep(fetched.descriptor(), fetched.raw());
    return new ResolvedImage(reference, fetched.descriptor(), manifest, config);
  }

  private void keep(Descriptor descriptor, byte[] raw) throws IOException {
    try (BlobWriter out = store.content().write()) {
      out.write(raw);
      out.commit(descriptor.digest(), raw.length);
    }
  }

  private void checkPlatform(ResolvedImage image, Platform wanted) {
    Platform has = image.config().platform();
    if (!wanted.accepts(has)) {
      listener.warning(
          reference.familiar() + " is an image for " + has + ", but " + wanted + " was asked for",
          null);
    }
  }

  /** Only what is complete gets a name, so this comes last. */
  private void name(ResolvedImage image, Descriptor named) throws IOException {
    Descriptor manifest = image.descriptor();
    store.tags().tag(LocalNames.digestName(reference, manifest.digest()), manifest);
    if (!named.digest().equals(manifest.digest())) {
      store.tags().tag(LocalNames.digestName(reference, named.digest()), named);
    }
    if (reference.digest() == null) {
      store.tags().tag(reference, image.descriptor());
    }
  }

  private static List<String> platforms(List<Descriptor> offered) {
    return offered.stream()
        .map(Descriptor::platform)
        .filter(Objects::nonNull)
        .filter(platform -> !platform.os().equals("unknown"))
        .map(Platform::toString)
        .distinct()
        .toList();
  }

  private BuildException notFor(Platform platform, List<String> there) {
    return new BuildException(
        Kind.REGISTRY,
        null,
        reference.familiar()
            + " has no image for "
            + platform
            + (there.isEmpty()
                ? "; its index names no platforms"
                : "; it has " + String.join(", ", there)));
  }
}
