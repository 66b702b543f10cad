package dev.jbuild.cache.image;

import dev.jbuild.cache.disk.StoreDirectory;
import dev.jbuild.cache.disk.StoreLock;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.ImageIndex;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.OciFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The names of images, in {@code index.json}: an image index whose descriptors carry the canonical
 * reference as {@code org.opencontainers.image.ref.name}, so the store is a valid OCI image layout.
 * Changes are made under a lock and replace the file as a whole; reading needs none.
 */
public final class ImageTags {
  private static final String REF_NAME = "org.opencontainers.image.ref.name";
  private static final String LOCK = "index";

  private final StoreDirectory directory;
  private final Path file;

  public ImageTags(StoreDirectory directory) {
    this.directory = directory;
    this.file = directory.resolve("index.json");
  }

  public Optional<Descriptor> find(ImageReference reference) throws IOException {
    return Optional.ofNullable(all().get(reference));
  }

  /** Names a manifest or an index; the name is taken from what had it. */
  public void tag(ImageReference reference, Descriptor manifest) throws IOException {
    StoreLock lock = directory.lock(LOCK);
    try (lock) {
      SortedMap<ImageReference, Descriptor> tags = all();
      Map<String, String> annotations = new HashMap<>(manifest.annotations());
      annotations.remove(REF_NAME);
      if (!manifest.withAnnotations(annotations).equals(tags.put(reference, manifest))) {
        write(tags);
      }
    }
  }

  /** Takes a name away; blobs stay. Tells whether there was such a name. */
  public boolean remove(ImageReference reference) throws IOException {
    StoreLock lock = directory.lock(LOCK);
    try (lock) {
      SortedMap<ImageReference, Descriptor> tags = all();
      boolean found = tags.remove(reference) != null;
      if (found) {
        write(tags);
      }
      return found;
    }
  }

  /** All names, sorted. An {@code index.json} that cannot be read is moved aside with a warning. */
  public SortedMap<ImageReference, Descriptor> all() throws IOException {
    SortedMap<ImageReference, Descriptor> tags = new TreeMap<>();
    try {
      for (Descriptor tagged : ImageIndex.parse(Files.readAllBytes(file)).manifests()) {
        Map<String, String> annotations = new TreeMap<>(tagged.annotations());
        String name = annotations.remove(REF_NAME);
        if (name != null) {
          tags.put(ImageReference.parse(name), tagged.withAnnotations(annotations));
        }
      }
    } catch (NoSuchFileException e) {
      return tags;
    } catch (OciFormatException e) {
      moveAside(e);
      return new TreeMap<>();
    }
    return tags;
  }

  private void moveAside(OciFormatException cause) throws IOException {
    Path aside = directory.resolve("damaged").resolve("index.json");
    Files.createDirectories(directory.resolve("damaged"));
    Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE);
    directory.warn(
        file
            + " is damaged ("
            + cause.getMessage()
            + "): moved to "
            + aside
            + "; its tags are lost, tag the images again");
  }

  private void write(SortedMap<ImageReference, Descriptor> tags) throws IOException {
    ImageIndex index =
        ImageIndex.of(
            tags.entrySet().stream()
                .map(tag -> named(tag.getValue(), tag.getKey().toString()))
                .toList());
    directory.temporary().replace(file, index.raw(), true);
  }

  private static Descriptor named(Descriptor descriptor, String name) {
    Map<String, String> annotations = new TreeMap<>(descriptor.annotations());
    annotations.put(REF_NAME, name);
    return descriptor.withAnnotations(annotations);
  }
}
