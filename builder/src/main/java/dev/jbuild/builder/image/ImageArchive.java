package dev.jbuild.builder.image;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildException.Kind;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.Export;
import dev.jbuild.builder.OutgoingForm;
import dev.jbuild.cache.Store;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.Manifest;
import dev.jbuild.oci.OciFormatException;
import dev.jbuild.oci.Platform;
import dev.jbuild.oci.layer.LayerDisk;
import dev.jbuild.registry.RegistryClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Moves images between the local store and archive files. What is saved is an OCI image layout and
 * a docker archive in one; what is loaded may be either, compressed or not.
 */
public final class ImageArchive {
  private static final String WRITE = "write the archive";

  private final Store store;
  private final RegistryClient registry;
  private final LayerDisk disk;
  private final BuildListener listener;

  /**
   * @param registry asked only for layers of base images that were never needed here
   * @param disk asked only for layers that were never compressed before
   */
  public ImageArchive(
      Store store, RegistryClient registry, LayerDisk disk, BuildListener listener) {
    this.store = store;
    this.registry = registry;
    this.disk = disk;
    this.listener = listener;
  }

  /**
   * Saves images to a file or stream.
   *
   * @param namesOrIds an image given by a tag is saved with that tag, one given by ID with none
   * @param platform the only one to save of images for several, null for all
   */
  public void save(
      List<String> namesOrIds, @Nullable Platform platform, OutgoingForm form, Export.Target target)
      throws BuildException, InterruptedException {
    String what = "save " + String.join(" ", namesOrIds);
    Map<OutgoingImage, Set<ImageReference>> images =
        prepare(namesOrIds, platform, form.inArchive());
    ArchiveTarget.write(what, target, out -> write(images, out));
  }

  /** Writes an image or index of the store under other names. */
  public void save(
      Descriptor image, List<ImageReference> names, OutgoingForm form, Export.Target target)
      throws BuildException, InterruptedException {
    OutgoingImage ready =
        Attempt.to(WRITE, () -> complete(named(image, names), image, form.inArchive(), WRITE));
    ArchiveTarget.write(WRITE, target, out -> write(Map.of(ready, Set.copyOf(names)), out));
  }

  /** Writes an image or index of the store into a directory that is or becomes an OCI layout. */
  public void save(Descriptor image, List<ImageReference> names, OutgoingForm form, Path directory)
      throws BuildException, InterruptedException {
    Attempt.to(
        "write the layout " + directory,
        () -> {
          OutgoingImage ready =
              complete(named(image, names), image, form.inArchive(), "write " + directory);
          LayoutDirectory layout = new LayoutDirectory(directory, store.content());
          layout.add(ready, names);
          return ready;
        });
  }

  /** A name for messages. */
  private static ImageReference named(Descriptor image, List<ImageReference> names) {
    return names.isEmpty() ? LocalNames.unnamed(image.digest()) : names.getFirst();
  }

  private void write(Map<OutgoingImage, Set<ImageReference>> images, OutputStream out)
      throws IOException {
    try (ArchiveWriter archive = new ArchiveWriter(store.content(), out)) {
      for (Map.Entry<OutgoingImage, Set<ImageReference>> image : images.entrySet()) {
        archive.add(image.getKey(), List.copyOf(image.getValue()));
      }
      archive.finish();
    }
  }

  /** Gets everything ready before the first byte is written. */
  private Map<OutgoingImage, Set<ImageReference>> prepare(
      List<String> namesOrIds, @Nullable Platform platform, OutgoingForm form)
      throws BuildException, InterruptedException {
    LocalImages locals = new LocalImages(store);
    Map<Digest, OutgoingImage> outgoing = new LinkedHashMap<>();
    Map<OutgoingImage, Set<ImageReference>> images = new LinkedHashMap<>();
    for (String nameOrId : namesOrIds) {
      LocalImage image = locals.find(nameOrId, platform);
      OutgoingImage ready =
          Attempt.to(
              "save " + nameOrId,
              () ->
                  complete(
                      image.resolved().reference(),
                      platform == null
                          ? new LocalNames(store).descriptor(nameOrId, image)
                          : image.resolved().descriptor(),
                      form,
                      "save " + image.shownName()));
      images
          .computeIfAbsent(
              outgoing.computeIfAbsent(ready.descriptor().digest(), unknown -> ready),
              unknown -> new LinkedHashSet<>())
          .addAll(image.tagsAskedForBy(nameOrId));
    }
    return images;
  }

  private OutgoingImage complete(
      ImageReference name, Descriptor named, OutgoingForm form, String what)
      throws IOException, BuildException, InterruptedException {
    KnownOrigins origins = KnownOrigins.of(store);
    ImagePull pull = new ImagePull(store, registry, listener, disk);
    OutgoingLayers layers = new OutgoingLayers(store, disk, origins, form, made -> {});
    OutgoingImage ready = new OutgoingImages(store, pull, form, layers).of(name, named);
    BlobFetch fetch = new BlobFetch(store, registry, listener, what);
    Stream<Descriptor> missing =
        ready.blobs().stream().filter(blob -> !store.content().has(blob.digest())).distinct();
    SideBySide.run(
        missing
            .map(layer -> origins.of(layer.digest()).getFirst())
            .map(
                origin ->
                    (SideBySide.Transfer) () -> fetch.blob(origin.repository(), origin.blob()))
            .toList());
    for (Manifest manifest : ready.manifests()) {
      store.content().put(manifest.raw());
    }
    store.content().put(ready.raw());
    return ready;
  }

  /** Loads all images of an archive file. */
  public List<LoadedImage> load(Path file, @Nullable Platform platform)
      throws BuildException, InterruptedException {
    return Attempt.to(
        "load " + file,
        () -> {
          try (InputStream in = Files.newInputStream(file)) {
            return load(in, file.toString(), platform);
          }
        });
  }

  /**
   * Loads all images of an archive, and gives them their tags when all of them are complete.
   *
   * @param what names the archive in messages
   * @param platform the only one to load of images for several, null for all
   * @throws BuildException when it is no image archive, or one that is damaged or has hostile names
   */
  public List<LoadedImage> load(InputStream archive, String what, @Nullable Platform platform)
      throws BuildException, InterruptedException {
    return Attempt.to(
        "load " + what,
        () -> {
          Path directory = store.newTemporaryDirectory("load");
          try {
            ArchiveFiles files = ArchiveFiles.unpack(archive, directory);
            return new ArchiveLoad(store, files, platform).load();
          } catch (ArchiveException | OciFormatException e) {
            throw new BuildException(
                Kind.USER, null, "cannot load " + what + ": " + e.getMessage(), e);
          } finally {
            remove(directory);
          }
        });
  }

  private static void remove(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }
}
