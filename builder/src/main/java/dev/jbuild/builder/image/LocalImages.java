package dev.jbuild.builder.image;

import dev.jbuild.builder.BuildException;
import dev.jbuild.cache.Store;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.Platform;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The images of the local store, by name or by ID. An ID is the digest of the image config, as
 * docker has it; its first digits do where they are unambiguous. An image whose manifest or config
 * is damaged or lost is left out.
 */
public final class LocalImages {
  private static final Pattern ID = Pattern.compile("(?:sha256:)?([0-9a-f]{1,64})");

  private final Store store;

  public LocalImages(Store store) {
    this.store = store;
  }

  /** Whether a name of the store stands for having none: that of an image built without a tag. */
  public static boolean isNone(ImageReference name) {
    return LocalNames.isUnnamed(name);
  }

  /** All images, the youngest first. */
  public List<LocalImage> list() throws BuildException, InterruptedException {
    return Attempt.to("list the images", () -> NamedImages.all(store));
  }

  /**
   * The image of a name, or of an ID or the beginning of one. A name goes first, as with docker.
   *
   * @throws BuildException when there is none, or several IDs begin like that
   */
  public LocalImage find(String nameOrId) throws BuildException, InterruptedException {
    return lookUp(nameOrId).orElseThrow(() -> missing(nameOrId));
  }

  /** As {@link #find}, empty when there is none. */
  public Optional<LocalImage> lookUp(String nameOrId) throws BuildException, InterruptedException {
    List<LocalImage> images = list();
    Optional<ImageReference> name = LocalNames.parse(nameOrId);
    if (name.isPresent()) {
      for (LocalImage image : images) {
        if (image.tags().contains(name.get()) || image.digests().contains(name.get())) {
          return Optional.of(named(image, name.get()));
        }
      }
    }
    Matcher id = ID.matcher(nameOrId);
    if (!id.matches()) {
      return Optional.empty();
    }
    List<LocalImage> found =
        images.stream().filter(image -> image.id().hex().startsWith(id.group(1))).toList();
    if (found.size() > 1) {
      throw ambiguous(nameOrId, found);
    }
    return found.stream().findFirst();
  }

  /**
   * The image of a name for a platform, null for this machine's or else the first that the name
   * has.
   *
   * @throws BuildException when there is none
   */
  public LocalImage find(String nameOrId, @Nullable Platform platform)
      throws BuildException, InterruptedException {
    LocalImage image = find(nameOrId);
    if (platform == null) {
      return image;
    }
    Optional<ImageReference> name = LocalNames.parse(nameOrId);
    Optional<ResolvedImage> found =
        Attempt.to(
            "open image " + nameOrId,
            () ->
                name.isPresent() && store.tags().find(name.get()).isPresent()
                    ? new LocalNames(store).find(name.get(), platform)
                    : Optional.of(image.resolved()));
    return found
        .filter(it -> platform.accepts(it.config().platform()))
        .map(it -> image.withContent(it))
        .orElseThrow(
            () ->
                Attempt.wrong("no image " + nameOrId + " for " + platform + " in the local store"));
  }

  /** Names of one image may stand for different manifests of it; the name asked for counts. */
  private LocalImage named(LocalImage image, ImageReference name)
      throws BuildException, InterruptedException {
    return Attempt.to(
        "open image " + name.familiar(),
        () -> new LocalNames(store).find(name).map(image::withContent).orElse(image));
  }

  /** Gives a new image its tags. One without any is listed, and found by its ID, all the same. */
  public void keep(Descriptor image, List<ImageReference> tags) throws IOException {
    ImageReference unnamed = LocalNames.unnamed(image.digest());
    for (ImageReference tag : tags) {
      store.tags().tag(tag, image);
    }
    if (tags.isEmpty()) {
      store.tags().tag(unnamed, image);
    } else {
      store.tags().remove(unnamed);
    }
  }

  /** Gives an image one more name; another image that had it loses it. */
  public void tag(String nameOrId, ImageReference name)
      throws BuildException, InterruptedException {
    if (name.digest() != null) {
      throw Attempt.wrong("cannot tag " + name.familiar() + ": a tag is a name without a digest");
    }
    LocalImage image = find(nameOrId);
    Attempt.to(
        "tag " + name.familiar(),
        () -> {
          store.tags().tag(name, new LocalNames(store).descriptor(nameOrId, image));
          return name;
        });
  }

  /**
   * Takes a name from an image; given an ID, all its names. When no tag is left the image is gone;
   * what it was made of stays until the store is cleaned up.
   *
   * @param force given an ID, removes even an image that has several tags
   * @throws BuildException when there is no such image, or an ID's image has several tags
   */
  public RemovedImage remove(String nameOrId, boolean force)
      throws BuildException, InterruptedException {
    LocalImage image = find(nameOrId);
    Optional<ImageReference> name =
        LocalNames.parse(nameOrId)
            .filter(it -> image.tags().contains(it) || image.digests().contains(it));
    if (name.isEmpty() && image.tags().size() > 1 && !force) {
      String tags = String.join(", ", image.tags().stream().map(ImageReference::familiar).toList());
      throw Attempt.wrong(
          "image "
              + image.id().shortHex()
              + " has several tags: "
              + tags
              + "; remove them by name, or all at once with --force");
    }
    List<ImageReference> going = name.map(it -> goingWith(it, image)).orElseGet(image::names);
    return Attempt.to("remove image " + nameOrId, () -> remove(image, going));
  }

  /** The last tag of a repository takes the repository's digests along, as with docker. */
  private static List<ImageReference> goingWith(ImageReference name, LocalImage image) {
    List<ImageReference> tagsLeft = image.tags().stream().filter(tag -> !tag.equals(name)).toList();
    Stream<ImageReference> digests =
        image.digests().stream()
            .filter(
                digest ->
                    name.digest() == null
                        && tagsLeft.stream()
                            .noneMatch(tag -> LocalNames.sameRepository(tag, digest)));
    return Stream.concat(Stream.of(name), digests).distinct().toList();
  }

  private RemovedImage remove(LocalImage image, List<ImageReference> names) throws IOException {
    List<ImageReference> removed = new ArrayList<>();
    for (ImageReference name : names) {
      if (store.tags().remove(name)) {
        removed.add(name);
      }
    }
    boolean gone = removed.containsAll(image.names());
    return new RemovedImage(removed, gone ? image.id() : null);
  }

  private static BuildException missing(String nameOrId) {
    return Attempt.wrong(
        "no image "
            + nameOrId
            + " in the local store; see what there is with: jbuild images, or get it with: jbuild"
            + " pull "
            + nameOrId);
  }

  private static BuildException ambiguous(String id, List<LocalImage> found) {
    return Attempt.wrong(
        "several image IDs begin with "
            + id
            + ": "
            + String.join(
                ", ",
                found.stream()
                    .map(image -> image.id().shortHex() + " (" + image.shownName() + ")")
                    .toList())
            + "; give more digits or a name");
  }
}
