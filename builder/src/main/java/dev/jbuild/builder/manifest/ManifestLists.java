package dev.jbuild.builder.manifest;

import dev.jbuild.builder.BuildException;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.ImageConfig;
import dev.jbuild.oci.ImageIndex;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.Manifest;
import dev.jbuild.oci.MediaTypes;
import dev.jbuild.oci.Platform;
import dev.jbuild.registry.FetchedManifest;
import dev.jbuild.registry.RegistryClient;
import dev.jbuild.registry.TransferListener;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Makes image indexes of images that registries have, as {@code docker manifest} does: a list is
 * kept here until it is pushed.
 */
public final class ManifestLists {
  private static final int LARGEST_CONFIG = 8 << 20;

  private final ManifestListFiles files;
  private final RegistryClient registry;

  /**
   * @param directory where lists are kept; made when it is needed
   */
  public ManifestLists(Path directory, RegistryClient registry) {
    this.files = new ManifestListFiles(directory);
    this.registry = registry;
  }

  /** A list that is kept here, empty when there is none of that name. */
  public Optional<ManifestList> find(ImageReference name) throws IOException {
    return files.find(name);
  }

  /**
   * Makes a list of images, or adds them to one.
   *
   * @param images names in registries; of an index all its manifests are taken
   * @throws BuildException when there is a list of that name that is not to be added to
   */
  public ManifestList create(ImageReference name, List<ImageReference> images, boolean amend)
      throws IOException, BuildException {
    Optional<ManifestList> known = files.find(name);
    if (known.isPresent() && !amend) {
      throw wrong(
          "there is a manifest list " + name.familiar() + ": add to it with --amend, or remove it");
    }
    ManifestList list = known.orElse(new ManifestList(name, List.of()));
    for (ImageReference image : images) {
      list = list.with(entries(image));
    }
    files.write(list);
    return list;
  }

  private List<ManifestList.Entry> entries(ImageReference image)
      throws IOException, BuildException {
    FetchedManifest fetched = registry.manifest(image);
    List<ManifestList.Entry> entries = new ArrayList<>();
    if (MediaTypes.isIndex(fetched.mediaType())) {
      for (Descriptor each : ImageIndex.parse(fetched.raw()).manifests()) {
        entries.add(new ManifestList.Entry(at(image, each), each));
      }
    } else {
      Descriptor descriptor = fetched.descriptor().withPlatform(platform(image, fetched));
      entries.add(new ManifestList.Entry(at(image, descriptor), descriptor));
    }
    return entries;
  }

  private static ImageReference at(ImageReference image, Descriptor manifest) {
    return image.withDigest(manifest.digest()).withTag(null);
  }

  private Platform platform(ImageReference image, FetchedManifest manifest)
      throws IOException, BuildException {
    Descriptor config = Manifest.parse(manifest.raw()).config();
    if (config.size() > LARGEST_CONFIG) {
      throw wrong(image.familiar() + " has an image config of " + config.size() + " bytes");
    }
    try (InputStream in = registry.blob(image, config)) {
      return ImageConfig.parse(in.readAllBytes()).platform();
    }
  }

  /**
   * Changes what a list says of the manifests of an image.
   *
   * @throws BuildException when there is no such list, or it has no such image
   */
  public void annotate(ImageReference name, ImageReference image, UnaryOperator<Platform> change)
      throws IOException, BuildException {
    ManifestList list = required(name);
    Descriptor manifest =
        image.digest() == null
            ? registry.manifest(image).descriptor()
            : list.entries().stream()
                .map(ManifestList.Entry::descriptor)
                .filter(each -> each.digest().equals(image.digest()))
                .findFirst()
                .orElseThrow(() -> notIn(list, image));
    if (list.entries().stream().noneMatch(each -> each.descriptor().sameContent(manifest))) {
      throw notIn(list, image);
    }
    files.write(
        list.changed(
            manifest,
            each -> {
              Platform platform = each.platform();
              return each.withPlatform(change.apply(platform == null ? Platform.host() : platform));
            }));
  }

  private static BuildException notIn(ManifestList list, ImageReference image) {
    return wrong(
        "the manifest list " + list.name().familiar() + " has no manifest of " + image.familiar());
  }

  /**
   * Pushes a list, after those of its manifests that its repository does not have.
   *
   * @return the index as it is in the registry now
   */
  public Descriptor push(ImageReference name) throws IOException, BuildException {
    ManifestList list = required(name);
    for (ManifestList.Entry entry : list.entries()) {
      copy(entry, name.withTag(null).withDigest(entry.descriptor().digest()));
    }
    ImageIndex index = list.index();
    return registry.pushManifest(name, index.mediaType(), index.raw());
  }

  private void copy(ManifestList.Entry entry, ImageReference target) throws IOException {
    ImageReference source = entry.source();
    if (registry.head(target).isPresent()) {
      return;
    }
    FetchedManifest fetched = registry.manifest(source);
    Manifest manifest = Manifest.parse(fetched.raw());
    List<Descriptor> blobs = new ArrayList<>(manifest.layers());
    blobs.add(manifest.config());
    String mount = source.registry().equals(target.registry()) ? source.repository() : null;
    for (Descriptor blob : blobs) {
      registry.pushBlob(
          target, blob, () -> registry.blob(source, blob), mount, TransferListener.NONE);
    }
    registry.pushManifest(target, fetched.mediaType(), fetched.raw());
  }

  /** Forgets a list; false when there is none of that name. */
  public boolean remove(ImageReference name) throws IOException {
    return files.remove(name);
  }

  private ManifestList required(ImageReference name) throws IOException, BuildException {
    return files
        .find(name)
        .orElseThrow(
            () ->
                wrong(
                    "there is no manifest list "
                        + name.familiar()
                        + " here: make one with \"jbuild manifest create\""));
  }

  private static BuildException wrong(String message) {
    return new BuildException(BuildException.Kind.USER, null, message);
  }
}
