package dev.jbuild.builder.image;

import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageConfig;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.Manifest;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An image of the local store with all its names: {@code tags}, and the {@code digests} under which
 * repositories have it. An image without tags was pulled by digest, or loaded without a name.
 */
public record LocalImage(
    Descriptor descriptor,
    Manifest manifest,
    ImageConfig config,
    List<ImageReference> tags,
    List<ImageReference> digests) {

  public LocalImage {
    tags = List.copyOf(tags);
    digests = List.copyOf(digests);
  }

  /** What docker calls the image ID: the digest of the image config. */
  public Digest id() {
    return manifest.config().digest();
  }

  public @Nullable Instant created() {
    return config.created();
  }

  /** The sum of the layers in bytes, as the manifest lists them: compressed if it was pulled. */
  public long size() {
    return manifest.layers().stream().mapToLong(Descriptor::size).sum();
  }

  /**
   * The digests to tell people: where a repository has the image in an index, the index's digest
   * and not the manifest's.
   */
  public List<ImageReference> repositoryDigests() {
    return digests.stream()
        .filter(name -> !LocalNames.isUnnamed(name))
        .filter(
            name ->
                !descriptor.digest().equals(name.digest())
                    || digests.stream()
                        .noneMatch(
                            other -> !other.equals(name) && LocalNames.sameRepository(other, name)))
        .toList();
  }

  /** The names with what one of them stands for on its own, or for another platform. */
  LocalImage withContent(ResolvedImage image) {
    return new LocalImage(image.descriptor(), image.manifest(), image.config(), tags, digests);
  }

  /** All names, the tags first. */
  List<ImageReference> names() {
    return Stream.concat(tags.stream(), digests.stream()).toList();
  }

  /** The tag that a name is, as a list; an ID is none. */
  List<ImageReference> tagsAskedForBy(String nameOrId) {
    return tags.stream()
        .filter(tag -> LocalNames.parse(nameOrId).filter(tag::equals).isPresent())
        .toList();
  }

  /** A name to tell people: a tag if there is one, else the short ID. */
  public String shownName() {
    return tags.isEmpty() ? id().shortHex() : tags.getFirst().familiar();
  }

  /** The image as {@link ImagePull#layers} takes it. */
  public ResolvedImage resolved() {
    ImageReference name =
        tags.isEmpty() ? LocalNames.unnamed(descriptor.digest()) : tags.getFirst();
    return new ResolvedImage(name, descriptor, manifest, config);
  }
}
