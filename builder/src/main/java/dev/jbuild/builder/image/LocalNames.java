package dev.jbuild.builder.image;

import dev.jbuild.cache.Store;
import dev.jbuild.cache.disk.LostContentException;
import dev.jbuild.cache.image.StoredImage;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageIndex;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.MediaTypes;
import dev.jbuild.oci.OciFormatException;
import dev.jbuild.oci.Platform;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The two sorts of names in the local store. A tag is what people call an image; a digest name,
 * {@code repository@digest}, says which repository has a manifest or an image index, and so where
 * blobs can be had. An image of an index has digest names of the index and of the manifest.
 */
final class LocalNames {
  /** For images that have no other name; reserved by RFC 2606, so it is no registry. */
  private static final String NOWHERE = "unnamed.invalid";

  private final Store store;

  LocalNames(Store store) {
    this.store = store;
  }

  static ImageReference digestName(ImageReference repositoryOf, Digest digest) {
    return new ImageReference(repositoryOf.registry(), repositoryOf.repository(), null, digest);
  }

  /** Keeps an image that nobody has named. */
  static ImageReference unnamed(Digest manifest) {
    return new ImageReference(NOWHERE, "image", null, manifest);
  }

  static boolean isUnnamed(ImageReference name) {
    return name.registry().equals(NOWHERE);
  }

  static boolean sameRepository(ImageReference one, ImageReference other) {
    return one.registry().equals(other.registry()) && one.repository().equals(other.repository());
  }

  /** The name as the store knows it: beside a digest, a tag says nothing more. */
  static ImageReference key(ImageReference reference) {
    Digest digest = reference.digest();
    return digest == null ? reference : digestName(reference, digest);
  }

  /** A name as people write it; an ID such as {@code sha256:<hex>} is none. */
  static Optional<ImageReference> parse(String text) {
    try {
      return Optional.of(key(ImageReference.parse(text)));
    } catch (OciFormatException e) {
      return Optional.empty();
    }
  }

  /** What a name stands for, which may be an image index; of an ID, the manifest. */
  Descriptor descriptor(String nameOrId, LocalImage image) throws IOException {
    Optional<ImageReference> name = parse(nameOrId);
    Optional<Descriptor> named = name.isEmpty() ? Optional.empty() : store.tags().find(name.get());
    return named.orElse(image.descriptor());
  }

  /** The image of that name; of an index, the one for this machine, or else the first. */
  Optional<ResolvedImage> find(ImageReference reference) throws IOException {
    Optional<Descriptor> named = store.tags().find(key(reference));
    if (named.isEmpty()) {
      return Optional.empty();
    }
    Optional<ResolvedImage> host = open(reference, named.get(), Platform.host());
    if (host.isPresent()) {
      return host;
    }
    Optional<StoredImage> first = anyOf(store, named.get());
    return first.map(image -> resolved(reference, image));
  }

  /** The first image of an index that is here. */
  static Optional<StoredImage> anyOf(Store store, Descriptor index) throws IOException {
    if (MediaTypes.isIndex(index.mediaType()) && store.content().has(index.digest())) {
      for (Descriptor listed : manifests(store, index)) {
        Optional<StoredImage> image = store.images().open(listed);
        if (image.isPresent()) {
          return image;
        }
      }
    }
    return Optional.empty();
  }

  /** The image of that name, if there is one for the platform. */
  Optional<ResolvedImage> find(ImageReference reference, Platform platform) throws IOException {
    Optional<Descriptor> named = store.tags().find(key(reference));
    if (named.isEmpty()) {
      return Optional.empty();
    }
    Optional<ResolvedImage> found = open(reference, named.get(), platform);
    if (found.isPresent() && platform.accepts(found.get().config().platform())) {
      return found;
    }
    Optional<Descriptor> sibling = indexWith(reference, named.get());
    return sibling.isEmpty() ? Optional.empty() : open(reference, sibling.get(), platform);
  }

  /** The image index that a tag's manifest came from lists those for other platforms too. */
  private Optional<Descriptor> indexWith(ImageReference reference, Descriptor manifest)
      throws IOException {
    for (Map.Entry<ImageReference, Descriptor> name : store.tags().all().entrySet()) {
      if (sameRepository(name.getKey(), reference)
          && manifestsOf(store, name.getValue()).contains(manifest.digest())) {
        return Optional.of(name.getValue());
      }
    }
    return Optional.empty();
  }

  /** The manifests that an image index lists; none if it is no index or cannot be read. */
  static List<Digest> manifestsOf(Store store, Descriptor index) throws IOException {
    return manifests(store, index).stream().map(Descriptor::digest).toList();
  }

  private static List<Descriptor> manifests(Store store, Descriptor index) throws IOException {
    if (!MediaTypes.isIndex(index.mediaType())) {
      return List.of();
    }
    try {
      return ImageIndex.parse(store.content().read(index.digest())).manifests();
    } catch (LostContentException | OciFormatException e) {
      return List.of(); // the name then stands for nothing, as for Images.open
    }
  }

  /**
   * An index says more of a manifest than its own descriptor does; that must make no difference.
   */
  private Optional<ResolvedImage> open(
      ImageReference reference, Descriptor descriptor, Platform platform) throws IOException {
    Optional<StoredImage> image = store.images().open(descriptor, platform);
    return image.map(found -> resolved(reference, found));
  }

  private static ResolvedImage resolved(ImageReference reference, StoredImage image) {
    Descriptor full = image.descriptor();
    return new ResolvedImage(
        reference,
        Descriptor.of(full.mediaType(), full.digest(), full.size()),
        image.manifest(),
        image.config());
  }
}
